import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { webAddress } from './house-rules.ts';

const valid = `
openapi: 3.1.0
info: { title: Minimal, version: 1.0.0, license: { name: Apache-2.0, identifier: Apache-2.0 } }
servers: [{ url: 'https://tfe.local' }]
security: [{ token: [] }]
tags: [{ name: Runs, description: All of them. }]
paths:
  /runs:
    post:
      summary: Do it
      description: It is done.
      operationId: doIt
      tags: [Runs]
      parameters:
        - { name: q, in: query, description: Free text., schema: { type: string } }
        - name: filter[status]
          in: query
          description: Several.
          style: form
          explode: false
          schema: { $ref: '#/components/schemas/StatusList' }
        - { name: 'page[size]', in: query, description: How many., schema: { type: integer, default: 20 } }
      requestBody:
        content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/Run' }, examples: { one: { value: { type: runs } } } } }
      responses:
        '200':
          description: Done.
          content:
            application/vnd.api+json:
              schema: { $ref: '#/components/schemas/Run' }
              examples: { done: { value: { type: runs, status: planned } } }
        '404': { $ref: '#/components/responses/Problem' }
        '422':
          description: Not understood.
          content: { application/vnd.api+json: { schema: { $ref: '#/components/schemas/ErrorDocument' }, examples: { no: { value: { errors: [] } } } } }
        default: { $ref: '#/components/responses/Problem' }
      x-codeSamples: [{ lang: Shell, label: curl, source: curl }]
      externalDocs: { url: 'https://docs.local' }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  responses:
    Problem:
      description: Not done.
      content:
        application/vnd.api+json:
          schema: { $ref: '#/components/schemas/ErrorDocument' }
          examples: { wrong: { value: { errors: [] } } }
  schemas:
    Run:
      type: object
      properties:
        created: { type: string, format: date-time, description: Since when. }
        type: { type: string, description: The resource., const: runs, enum: [runs] }
        status: { $ref: '#/components/schemas/RunStatus' }
        finished: { type: boolean, description: Whether it is over. }
    RunStatus: { type: string, description: How far it is., enum: [planned, applied], x-enumDescriptions: { planned: Half., applied: All. } }
    StatusList: { type: array, items: { $ref: '#/components/schemas/RunStatus' } }
    ErrorDocument: { type: object, properties: { errors: { type: array, description: All of them., items: { type: object } } } }
`;

/** The rule that must report, what to replace in the valid document, the replacement, and what the message must say. */
const spoiled: [rule: string, search: string | RegExp, replacement: string, message: RegExp][] = [
  ['rule/json-api-media-type', 'application/vnd.api+json', 'application/json', /"application\/json" should .*vnd.api/],
  [
    'rule/json-api-media-type',
    /(?<=\n)( +)application.*\n.*\n.*/,
    '$&\n$1text/plain: { examples: { a: {} } }',
    /"text\/plain"/,
  ],
  ['rule/json-api-media-type', /content:\n.*\n.*\n.*/, 'content: {}', /vnd.api\+json is required/],
  ['rule/response-has-body', /\n.*content:\n.*\n.*ErrorDocument.*\n.*/, '', /with a named example/],
  ['rule/response-has-body', /\n.*content:\n.*\n.*schemas\/Run' }\n.*examples: \{ done.*/, '', /with a named example/],
  ['rule/response-has-body', /content: .*ErrorDocument.*/, '', /with a named example/],
  ['rule/error-document', /ErrorDocument/g, 'Trouble', /\$ref: "#.*\/ErrorDocument"/],
  ['rule/error-document', /\{ \$ref: \S+ErrorDocument' \}/, '{ type: object }', /\$ref: "#.*\/ErrorDocument"/],
  ['rule/error-document', /schema: \{ \$ref: \S+ErrorDocument' \}, /, '', /\$ref: "#.*\/ErrorDocument"/],
  ['rule/named-example', /examples: \{ done.*/, 'example: { type: runs }', /`examples` \(not `example`\)/],
  ['rule/named-example', /examples: \{ wrong.*/, 'examples: {}', /at least one named example/],
  ['rule/response-description', 'Not understood.', '|\n            Not\n            understood.', /is one line/],
  ['rule/format', 'date-time', 'uri-reference', /"uri-reference" should be one of/],
  ['rule/page-default', ', default: 20', '', /needs a `default`/],
  [
    'rule/page-default',
    '{ type: integer, default: 20 }',
    "{ $ref: '#/components/schemas/RunStatus' }",
    /needs a `default`/,
  ],
  ['rule/operation-code-samples', /x-codeSamples: .*/, '', /needs `x-codeSamples`/],
  ['rule/operation-code-samples', /x-codeSamples: .*/, 'x-codeSamples: []', /needs `x-codeSamples`/],
  ['rule/operation-external-docs', /externalDocs: .*/, '', /needs `externalDocs`/],
  ['rule/bracketed-parameter', 'filter[', 'sort[', /"sort\[status\]" should match/],
  ['rule/bracketed-parameter', 'status]', '$&[]', /only for `filter\[…\]` and `page\[…\]`/],
  ['rule/component-name', /StatusList/g, 'status-list', /"status-list" should use PascalCase/],
  ['house/comma-list', 'explode: false', 'explode: true', /"filter\[status\]" must say .* `explode: false`/],
  ['house/comma-list', /explode: .*/, '', /must say .* `explode: false`/],
  ['house/comma-list', 'style: form', 'style: pipeDelimited', /must say `style: form`/],
  ['house/operation-key-order', /(summary.*)\n +(.*)/, '$2\n      $1', /"summary" must come before "description"/],
  ['house/operation-key-order', /( +x-code.*\n)(.*\n)/, '$2$1', /"x-codeSamples" must come before "externalDocs"/],
  ['house/named-enum', /items: \{ \$ref: .*?\}/, 'items: { type: string, enum: [a, b] }', /make it a component/],
  ['house/named-enum', 'const: runs, ', '', /same `const`/],
  ['house/enum-descriptions', ', applied: All.', '', /Missing: applied\. Not in the enum: none/],
  ['house/enum-descriptions', 'applied: All.', '$&, lost: None.', /Missing: none\. Not in the enum: lost/],
  ['house/property-description', ', description: Whether it is over.', '', /"finished" needs a `description`/],
  ['house/property-description', 'description: How far it is., ', '', /"status" needs a `description`/],
  ['parameter-description', 'description: Free text., ', '', /description must be present/],
];

const directory = mkdtempSync(join(tmpdir(), 'house-rules-'));
const files = [valid, ...spoiled.map(([, search, replacement]) => valid.replace(search, replacement))].map(
  (text, index) => {
    const file = join(directory, `${index}.yaml`);
    writeFileSync(file, text);
    return file;
  },
);
afterAll(() => rmSync(directory, { recursive: true }));

const config = fileURLToPath(import.meta.resolve('../redocly.yaml'));
const command = fileURLToPath(import.meta.resolve('@redocly/cli/bin/cli.js'));
function redocly(...args: string[]) {
  return spawnSync(process.execPath, [command, ...args, '--config', config], { encoding: 'utf8' }).stdout;
}

describe('the house rules', () => {
  let reports: { problems: { ruleId: string; message: string }[] }[];

  // One process for all documents. It prints one JSON object after the other.
  beforeAll(() => {
    const objects = redocly('lint', ...files, '--format=json').split(/(?<=^\})(?=\{$)/m);
    reports = objects.map((text) => JSON.parse(text));
  });

  it('report on every document', () => expect(reports).toHaveLength(files.length));

  it('let a valid document pass', () => expect(reports[0]?.problems).toEqual([]));

  it.each(spoiled.map((row, index) => [index + 1, ...row] as const))(
    'reject document %i by %s only, and say what would be right',
    (index, rule, search, _replacement, message) => {
      expect(valid).toMatch(search);
      const problems = reports[index]?.problems ?? [];
      expect(problems.map(({ ruleId }) => ruleId)).toEqual(problems.map(() => rule));
      expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
    },
  );
});

describe('the contact', () => {
  it('is the repository of the root manifest, once the document is bundled', () => {
    const { contact } = parse(redocly('bundle', `${files[0]}`)).info;
    expect(`git+${contact.url}.git`).toBe(manifest.repository.url);
  });

  it.each([
    'git+https://git.local/a/b.git',
    'https://git.local/a/b',
    'git+ssh://git@git.local/a/b.git',
    'git://git.local/a/b.git',
  ])('is written for a browser: %s', (repository) => expect(webAddress(repository)).toBe('https://git.local/a/b'));
});
