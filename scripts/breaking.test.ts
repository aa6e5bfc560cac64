import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { breakingChanges, findProblem, isExplained } from './breaking.ts';

const released = readFileSync('openapi/released/openapi.yaml', 'utf8');
const list = ['paths', '/api/v2/admin/runs', 'get'];
const cancel = ['paths', '/api/v2/admin/runs/{run_id}/actions/force-cancel', 'post'];

type Edit = (document: ReturnType<typeof parseDocument>) => void;

/** The changes that are found after an edit of the released document. */
function changesAfter(edit: Edit): string[] {
  using folder = temporaryFolder();
  const document = parseDocument(released);
  edit(document);
  const text = document.toString();
  expect(text).not.toBe(parseDocument(released).toString());
  writeFileSync(join(folder.path, 'openapi.yaml'), text);
  return breakingChanges(join(folder.path, 'openapi.yaml'));
}

const parameters = [...list, 'parameters'];
const runSchema = ['components', 'schemas', 'Run'];
const attributes = ['components', 'schemas', 'RunAttributes'];
const statuses = ['components', 'schemas', 'RunStatus', 'enum'];

const breaking: [name: string, edit: Edit, found: RegExp][] = [
  ['an operation is removed', (document) => document.deleteIn(list), /removed/],
  [
    'a path is renamed',
    (document) => {
      document.setIn(['paths', '/api/v3/admin/runs'], document.getIn(['paths', '/api/v2/admin/runs']));
      document.deleteIn(['paths', '/api/v2/admin/runs']);
    },
    /removed|renamed/,
  ],
  [
    'a parameter is renamed',
    (document) => document.setIn([...parameters, 2, 'name'], 'filter[since]'),
    /filter\[since\]/,
  ],
  ['a parameter is removed', (document) => document.deleteIn([...parameters, 0]), /`q`/],
  ['a parameter becomes required', (document) => document.setIn([...parameters, 0, 'required'], true), /required/],
  [
    'a new parameter is required',
    (document) => document.addIn(parameters, { name: 'org', in: 'query', required: true, schema: { type: 'string' } }),
    /required/,
  ],
  ['a page becomes smaller', (document) => document.setIn([...parameters, 5, 'schema', 'maximum'], 50), /<= 50/],
  ['a status is no longer accepted', (document) => document.deleteIn([...statuses, 0]), /removed/],
  [
    'a member of a response changes its type',
    (document) => document.setIn([...attributes, 'properties', 'has-changes', 'type'], 'string'),
    /type/,
  ],
  [
    'a member of a response is removed',
    (document) => document.deleteIn([...runSchema, 'properties', 'links']),
    /links/,
  ],
  [
    'a member of a response may be missing',
    (document) => document.setIn([...runSchema, 'required'], ['id', 'type']),
    /required/,
  ],
  ['the body becomes required', (document) => document.setIn([...cancel, 'requestBody', 'required'], true), /required/],
];

const harmless: [name: string, edit: Edit][] = [
  ['a description is written anew', (document) => document.setIn([...list, 'description'], 'Lists runs.')],
  ['a summary is written anew', (document) => document.setIn([...list, 'summary'], 'List runs')],
  ['an example is removed', (document) => document.deleteIn([...parameters, 0, 'examples', 'repository'])],
  [
    'an optional parameter is added',
    (document) => document.addIn(parameters, { name: 'org', in: 'query', schema: { type: 'string' } }),
  ],
  [
    'an operation is added',
    (document) => document.setIn(['paths', '/api/v2/admin/runs', 'head'], { responses: { 204: { description: 'x' } } }),
  ],
  ['a path is added', (document) => document.setIn(['paths', '/api/v2/admin/plans'], document.createNode({}))],
  [
    'a member of a response is added',
    (document) => document.setIn([...attributes, 'properties', 'plan-only'], { type: 'boolean' }),
  ],
  ['a status is added', (document) => document.addIn(statuses, 'a_new_status')],
  ['a page becomes larger', (document) => document.setIn([...parameters, 5, 'schema', 'maximum'], 200)],
  ['an optional member of the body is added', (document) => addToBody(document)],
  ['a tag is described anew', (document) => document.setIn(['tags', 0, 'description'], 'All runs.')],
  ['an operation is deprecated', (document) => document.setIn([...list, 'deprecated'], true)],
];

function addToBody(document: ReturnType<typeof parseDocument>) {
  document.setIn(['components', 'schemas', 'ForceCancelRequest', 'properties', 'reason'], { type: 'string' });
}

test.each(breaking)('breaks clients: %s', (_, edit, found) => {
  expect(changesAfter(edit).join('\n')).toMatch(found);
});

test.each(harmless)('is harmless: %s', (_, edit) => {
  expect(changesAfter(edit)).toEqual([]);
});

test('the released document is a bundle, and breaks nothing of itself', () => {
  expect(released).not.toContain('$ref: examples/');
  expect(breakingChanges('openapi/released/openapi.yaml')).toEqual([]);
});

describe('npm run breaking', () => {
  /** What it reports of a document that lacks a parameter of the released one. */
  async function report(changeset?: string) {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, '.changeset'));
    if (changeset) writeFileSync(join(folder.path, '.changeset/brave-cats.md'), changeset);
    const document = parseDocument(released);
    document.deleteIn([...parameters, 0]);
    const revision = join(folder.path, 'openapi.yaml');
    writeFileSync(revision, document.toString());
    return await findProblem({ revision, root: folder.path });
  }

  test('says what breaks, and what to do', async () => {
    const text = /`q` query parameter was removed.*\n\nKeep what was released, or run `npx changeset`/s;
    expect(await report()).toMatch(text);
  });

  test('accepts what a major changeset explains', async () => {
    const changeset = '---\n"@tfe-admin-runs/openapi": major\n---\n\nThe search text is gone.\n';
    expect(await report(changeset)).toBeUndefined();
  });
});

describe('a changeset', () => {
  const openapi = '"@tfe-admin-runs/openapi"';

  test.each([
    ['a major one explains', `${openapi}: major`, 'filter[from] is now filter[since].', true],
    ['a minor one does not', `${openapi}: minor`, 'filter[from] is now filter[since].', false],
    ['one of another package does not', '"@tfe-admin-runs/client": major', 'list is now runs.', false],
    ['one without words does not', `${openapi}: major`, '', false],
  ])('%s', async (_, release, summary, expected) => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, '.changeset'));
    writeFileSync(join(folder.path, '.changeset/brave-cats.md'), `---\n${release}\n---\n\n${summary}\n`);
    expect(await isExplained(folder.path)).toBe(expected);
  });
});
