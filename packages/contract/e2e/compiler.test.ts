// In a copy of the repository, a change of the document makes the type checker name the places that no longer agree.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyRepository } from '@tfe-admin-runs/testing/repository-copy';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const documentFile = join(folder.path, 'openapi/openapi.yaml');
const original = readFileSync(join(root, 'openapi/openapi.yaml'), 'utf8');

beforeAll(() => {
  copyRepository(folder.path);
  for (const made of ['openapi/dist', 'packages/server/src/validators.gen.ts'])
    cpSync(join(root, made), join(folder.path, made), { recursive: true });
});

/** Edits the document, generates the types, and returns the files in which the type checker finds errors. */
function filesWithErrors(edit: (document: string) => string): string[] {
  const edited = edit(original);
  expect(edited).not.toBe(original);
  writeFileSync(documentFile, edited);
  execFileSync(process.execPath, ['generate.ts', documentFile], { cwd: join(folder.path, 'packages/types') });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '--pretty', 'false'], { cwd: folder.path, encoding: 'utf8' });
  const files = [...stdout.matchAll(/^([^\s(]+)\(\d+,\d+\): error/gm)].map(([, file]) => file as string);
  return [...new Set(files)].filter((file) => !/\.test(-d)?\.ts$|^packages\/contract\/|^scripts\//.test(file)).sort();
}

test('nothing is wrong before', () => {
  expect(filesWithErrors((document) => `${document}\n`)).toEqual([]);
});

test('a new operation is an error in the server until it has a handler', () => {
  const operation = `
  /api/v2/admin/untaken:
    get:
      operationId: anUntakenName
      responses: { '200': { description: Nothing } }

components:`;
  const added = (document: string) => document.replace('\ncomponents:', operation);
  expect(filesWithErrors(added)).toEqual(['packages/server/src/handlers.ts']);
});

test('a renamed query parameter is an error in the server and in the client', () => {
  expect(filesWithErrors((document) => document.replace('- name: filter[from]', '- name: filter[since]'))).toEqual([
    'packages/client/src/list.ts',
    'packages/server/src/runs/handlers.ts',
  ]);
});

test('a renamed path parameter is an error in the server and in the client', () => {
  const rename = (document: string) => document.replace('- name: run_id', '- name: id').replaceAll('{run_id}', '{id}');
  expect(filesWithErrors(rename)).toEqual([
    'packages/client/src/call.ts',
    'packages/client/src/force-cancel.ts',
    'packages/server/src/runs/handlers.ts',
  ]);
});

test('a renamed path is an error in the client', () => {
  expect(filesWithErrors((document) => document.replace('\n  /api/v2/admin/runs:', '\n  /api/v3/admin/runs:'))).toEqual(
    ['packages/client/src/call.ts'],
  );
});

test('another method is an error in the client', () => {
  const change = (document: string) => document.replace('/force-cancel:\n    post:', '/force-cancel:\n    put:');
  expect(filesWithErrors(change)).toEqual(['packages/client/src/call.ts']);
});

test('two operations that are swapped are errors in the client', () => {
  const swap = (document: string) =>
    document
      .replace('operationId: listAdminRuns', 'operationId: OTHER')
      .replace('operationId: forceCancelAdminRun', 'operationId: listAdminRuns')
      .replace('operationId: OTHER', 'operationId: forceCancelAdminRun');
  expect(filesWithErrors(swap)).toContain('packages/client/src/call.ts');
});

test('a renamed member of a body is an error in the server and in the client', () => {
  const rename = (document: string) =>
    document.replace(/(\n {4}ForceCancelRequest:[\s\S]*?)\n {8}comment:/, '$1\n        reason:');
  expect(filesWithErrors(rename)).toEqual([
    'packages/client/src/force-cancel.ts',
    'packages/server/src/runs/handlers.ts',
  ]);
});

test('a new query parameter is an error in the client, which must decide about it', () => {
  const add = (document: string) =>
    document.replace(
      '        - name: filter[from]',
      "        - { name: 'filter[branch]', in: query, schema: { type: string } }\n        - name: filter[from]",
    );
  expect(filesWithErrors(add)).toEqual(['packages/client/src/list.ts']);
});
