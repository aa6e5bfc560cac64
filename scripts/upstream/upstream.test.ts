import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { describe, expect, test } from 'vitest';
import { createChapter, type Json, shared } from './chapter.ts';
import { mergeChapter } from './merge.ts';

const ours: Json = JSON.parse(readFileSync('openapi/dist/openapi.json', 'utf8'));
const chapter = createChapter(ours);

/** A small document in the shape of HashiCorp's: its conventions and shared components, with words of our own. */
function createDocument(): Json {
  const identifier = (type: string) => ({
    type: 'object',
    required: ['id', 'type'],
    properties: { id: { type: 'string' }, type: { type: 'string', enum: [type] } },
  });
  const errors = { 'application/vnd.api+json': { schema: { $ref: '#/components/schemas/errors' } } };
  return {
    openapi: '3.0.0',
    info: { version: 'abc', title: 'A platform', license: { name: 'MPL-2.0', url: 'https://example.com/license' } },
    servers: [{ url: 'https://platform.example.com/api/v2' }],
    security: [{ bearerAuth: [] }],
    tags: [{ name: 'runs' }],
    paths: {
      '/runs/{run_id}/actions/apply': {
        post: {
          operationId: 'applyRun',
          summary: 'Apply a run',
          tags: ['runs'],
          parameters: [{ name: 'run_id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: {
            required: false,
            content: { 'application/vnd.api+json': { schema: { $ref: '#/components/schemas/action-comment' } } },
          },
          responses: { 202: { description: 'Accepted' }, default: { description: 'An error', content: errors } },
        },
      },
    },
    components: {
      schemas: {
        runs: { type: 'object', properties: { id: { type: 'string' } } },
        errors: {
          type: 'object',
          properties: {
            errors: {
              type: 'array',
              items: {
                type: 'object',
                properties: { status: { type: 'string' }, title: { type: 'string' }, detail: { type: 'string' } },
              },
            },
          },
        },
        pagination: {
          type: 'object',
          properties: { 'current-page': { type: 'integer' }, 'next-page': { type: 'integer', nullable: true } },
        },
        'self-with-pagination': { type: 'object', properties: { self: { type: 'string' } } },
        'action-comment': { type: 'object', properties: { comment: { type: 'string', nullable: true } } },
        'workspaces-identifier': identifier('workspaces'),
        'organizations-identifier': identifier('organizations'),
        'users-identifier': identifier('users'),
      },
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } },
      parameters: {
        page_number: { name: 'page[number]', in: 'query', schema: { type: 'integer', example: 1 } },
        page_size: { name: 'page[size]', in: 'query', schema: { type: 'integer', example: 20 } },
      },
    },
  };
}

const merged = mergeChapter(createDocument(), chapter);
const both = [
  ['the chapter', chapter],
  ['the merged document', merged],
] as const;

/** All values of a key, anywhere in a document. */
function valuesOf(node: Json, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries<Json>(node).flatMap(([name, value]) =>
    (name === key ? [value] : []).concat(valuesOf(value, key)),
  );
}

describe.each(both)('%s', (_name, document) => {
  test('is valid OpenAPI 3.0.0, with no reference that leads nowhere', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'document.json'), JSON.stringify(document));
    writeFileSync(join(folder.path, 'redocly.yaml'), "extends: [spec]\ntelemetry: 'off'\n");
    const { status, stdout, stderr } = spawnSync('redocly', ['lint', 'document.json'], {
      cwd: folder.path,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    expect(stdout + stderr).toContain('Your API description is valid');
    expect(status).toBe(0);
    expect(document.openapi).toBe('3.0.0');
  });

  test('generates types', async () => {
    const types = astToString(await openapiTypeScript(document));
    expect(types).toContain('"/admin/runs": {');
    expect(types).toContain('"filter[status]"?: components["schemas"]["admin-runs-status"][];');
    expect(types).toContain(
      'content: {\n                "application/vnd.api+json": components["schemas"]["action-comment"];',
    );
    expect(types).toMatch(/"planning" \| "planned"/);
  });

  test('accepts every example of ours', () => {
    const ajv = addFormats.default(new Ajv({ strict: false }));
    ajv.addSchema(document, 'document');
    for (const [path, operations] of Object.entries<Json>(ours.paths))
      for (const [method, { responses, requestBody }] of Object.entries<Json>(operations)) {
        const theirs = document.paths[path.replace('/api/v2', '')][method];
        const pairs = Object.entries<Json>(responses).map(([status, response]) => [response, theirs.responses[status]]);
        for (const [own, their] of requestBody ? [...pairs, [requestBody, theirs.requestBody]] : pairs) {
          const { $ref } = their.content['application/vnd.api+json'].schema;
          const validate = ajv.compile({ $ref: `document${$ref}` });
          for (const example of examplesOf(own)) expect(validate(example), ajv.errorsText(validate.errors)).toBe(true);
        }
      }
  });
});

function examplesOf(node: Json): unknown[] {
  const component = node.$ref ? ours.components.responses[node.$ref.split('/').at(-1)] : node;
  const { examples } = component.content['application/vnd.api+json'];
  return Object.values<Json>(examples).map(({ $ref }) => ours.components.examples[$ref.split('/').at(-1)].value);
}

describe('the chapter', () => {
  test('has the two paths without a prefix, for Terraform Enterprise alone', () => {
    expect(Object.keys(chapter.paths)).toEqual(['/admin/runs', '/admin/runs/{run_id}/actions/force-cancel']);
    for (const item of [...Object.values<Json>(chapter.paths), ...chapter.tags]) expect(item['x-vis']).toEqual(['tfe']);
    for (const { url } of chapter.servers) expect(url).toMatch(/\/api\/v2$/);
  });

  test('names its components in kebab case, without a name of a resource that is not its own', () => {
    const own = Object.keys(chapter.components.schemas).filter((name) => !shared.schemas?.includes(name));
    for (const name of own) expect(name).toMatch(/^admin-runs(-[a-z]+)*$/);
  });

  test('uses every component that it has', () => {
    const references = new Set(valuesOf(chapter, '$ref'));
    for (const section of ['schemas', 'parameters'])
      for (const name of Object.keys(chapter.components[section]))
        expect([...references]).toContain(`#/components/${section}/${name}`);
  });

  test('has nothing that OpenAPI 3.0 or HashiCorp does not have', () => {
    for (const key of ['const', 'x-codeSamples', 'x-enumDescriptions', 'x-open-enum', 'anyOf'])
      expect(valuesOf(chapter, key), key).toEqual([]);
    expect(valuesOf(chapter, 'type').filter(Array.isArray)).toEqual([]);
    expect(valuesOf(chapter, 'examples')).toEqual([]);
    const types = valuesOf(chapter, 'enum').filter((values) => (values as string[]).length === 1);
    expect(types).toContainEqual(['runs']);
    expect(valuesOf(chapter, 'nullable')).toContain(true);
  });

  test('does not speak of the vendor, of this document or of its sections', () => {
    const texts = [...valuesOf(chapter, 'description'), ...valuesOf(chapter, 'summary')].join('\n');
    expect(texts).not.toMatch(/vendor|this document|section|HashiCorp|TODO/i);
    for (const item of Object.values<Json>(chapter.paths))
      for (const { description } of Object.values<Json>(item).filter((operation) => operation.operationId))
        expect(description).toMatch(/This operation is only available in Terraform Enterprise\.$/);
  });

  test('has every status, parameter and field of ours', () => {
    expect(chapter.components.schemas['admin-runs-status'].enum).toEqual(ours.components.schemas.RunStatus.enum);
    const { properties } = chapter.components.schemas['admin-runs'];
    for (const schema of ['RunAttributes', 'StatusTimestamps'])
      for (const field of Object.keys(ours.components.schemas[schema].properties))
        expect(JSON.stringify(properties.attributes)).toContain(`"${field}":`);
    const names = chapter.paths['/admin/runs'].get.parameters.map(
      (each: Json) => each.name ?? each.$ref.split('/').at(-1),
    );
    expect(names).toEqual(['q', 'filter[status]', 'filter[from]', 'filter[to]', 'page_number', 'page_size', 'include']);
  });

  test('cannot be made of a document that lacks a component which it names', () => {
    const { RunStatus: _, ...schemas } = ours.components.schemas;
    const poorer = { ...ours, components: { ...ours.components, schemas } };
    expect(() => createChapter(poorer)).toThrow('The document has no RunStatus: see names in chapter.ts');
  });
});

describe('merging', () => {
  test('keeps everything of the document, and its form of what both share', () => {
    const document = createDocument();
    expect(merged).toMatchObject({ ...document, tags: [...document.tags, ...chapter.tags] });
    for (const [section, names] of Object.entries(shared))
      for (const name of names) expect(merged.components[section][name]).toEqual(document.components[section][name]);
  });

  test('brings what the document does not share', () => {
    const document = createDocument();
    delete document.components.parameters;
    delete document.components.schemas['action-comment'];
    const { components } = mergeChapter(document, chapter);
    expect(components.parameters).toEqual(chapter.components.parameters);
    expect(components.schemas['action-comment']).toEqual(chapter.components.schemas['action-comment']);
  });

  test('changes neither of the two', () => {
    const [document, before] = [createDocument(), structuredClone(chapter)];
    mergeChapter(document, chapter);
    expect(document).toEqual(createDocument());
    expect(chapter).toEqual(before);
  });

  test.each<[string, (document: Json) => void, string]>([
    ['a path', ({ paths }) => (paths['/admin/runs'] = {}), '/admin/runs'],
    [
      'a path with another name for its parameter',
      ({ paths }) => (paths['/admin/runs/{id}/actions/force-cancel'] = {}),
      '/admin/runs/{run_id}/actions/force-cancel',
    ],
    ['an operation ID', ({ paths }) => (paths['/x'] = { get: { operationId: 'listAdminRuns' } }), 'listAdminRuns'],
    ['a schema', ({ components }) => (components.schemas['admin-runs'] = {}), 'components.schemas.admin-runs'],
    ['a tag', ({ tags }) => tags.push({ name: 'admin-runs' }), 'the tag admin-runs'],
  ])('is rejected if the document has %s of the chapter', (_what, change, clash) => {
    const document = createDocument();
    change(document);
    expect(() => mergeChapter(document, chapter)).toThrow(`The document already has\n  ${clash}`);
  });

  test('names all clashes at once, so a chapter is not merged twice', () => {
    expect(() => mergeChapter(merged, chapter)).toThrow(
      /\/admin\/runs\n.*force-cancel\n.*listAdminRuns\n[\s\S]*the tag/,
    );
  });
});

test('the command merges into a file', () => {
  using folder = temporaryFolder();
  const [input, output] = [join(folder.path, 'spec.json'), join(folder.path, 'merged.json')];
  writeFileSync(input, JSON.stringify(createDocument()));
  const options = ['scripts/upstream.ts', '--into', input, '--output', output];
  expect(execFileSync(process.execPath, options, { encoding: 'utf8' })).toBe(`Wrote ${output}\n`);
  expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(merged);
});
