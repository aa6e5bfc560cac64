// Everything that the tables of the READMEs name exists: options, functions and members in the types, flags in --help.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

type Package = 'client' | 'mock' | 'server';

function read(name: Package): string {
  return readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
}

/** The rows of all tables whose first column has this heading. */
function rowsOf(name: Package, heading: string): string[][] {
  const tables = read(name).match(/(^\|.*\n)+/gm) ?? [];
  const rows = tables.map((table) => table.trim().split('\n').map(cellsOf)).filter(([head]) => head?.[0] === heading);
  return rows.flatMap(([_head, _line, ...rest]) => rest);
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

/** The texts in backquotes. */
function codesIn(text = ''): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The names in the first column, without arguments. */
function namesIn(rows: string[][]): string[] {
  return rows.flatMap(([cell]) => codesIn(cell)).map((code) => code.replace(/\(.*/, ''));
}

/** The names in the last `{ a, b }`. */
function namesInBraces(code: string): string[] {
  return (/.*\{ (.*?) \}/s.exec(code)?.[1] ?? '').split(/,\s+/);
}

/** Names that a type must have, according to a README. */
interface Claim {
  type: string;
  names: string[];
}

function optionsOfStart(name: Package, start: string): Claim {
  const [code = ''] = new RegExp(String.raw`\b${start}\(\{ [\w,\s]+ \}\)`).exec(read(name)) ?? [];
  return { type: `keyof NonNullable<Parameters<typeof ${name}.${start}>[0]>`, names: namesInBraces(code) };
}

/** The names in backquotes in the last cell of a function's row. */
function detailsOf(name: Package, heading: string, code: string): string[] {
  return codesIn(
    rowsOf(name, heading)
      .find(([cell]) => cell === `\`${code}\``)
      ?.at(-1),
  );
}

function optionsOfCalls(): Claim[] {
  const codes = rowsOf('client', 'call').flatMap(([cell]) => codesIn(cell));
  return codes
    .filter((code) => code.includes('{'))
    .map((code) => ({
      type: `keyof NonNullable<Parameters<client.AdminRunsClient['${code.replace(/\(.*/, '')}']>[1]>`,
      names: namesInBraces(code),
    }));
}

const claims: Claim[] = [
  { type: 'keyof (client.AdminRunsClientOptions & client.CallOptions)', names: namesIn(rowsOf('client', 'option')) },
  { type: 'keyof client.AdminRunsClient', names: namesIn(rowsOf('client', 'call')) },
  ...optionsOfCalls(),
  { type: 'keyof client.ListRunsParams', names: namesIn(rowsOf('client', 'parameter')) },
  {
    type: 'keyof typeof client | keyof typeof globalThis',
    names: namesIn(rowsOf('client', 'thrown')).filter((name) => /^[A-Z]/.test(name)),
  },
  optionsOfStart('mock', 'startMock'),
  { type: 'keyof mock.Mock', names: namesIn(rowsOf('mock', 'member')) },
  { type: 'keyof mock.RecordedRequest', names: detailsOf('mock', 'member', 'requests') },
  optionsOfStart('server', 'startServer'),
  { type: 'keyof server.Server', names: namesIn(rowsOf('server', 'function')) },
  { type: 'keyof server.NewRun', names: detailsOf('server', 'function', 'createRun(run)') },
  {
    type: "keyof server.InjectedFailure | server.InjectedFailure['operation']",
    names: detailsOf('server', 'function', 'injectFailure(failure)'),
  },
];

test('options, functions and members exist', async () => {
  for (const { type, names } of claims)
    expect(
      names.filter((name) => name !== ''),
      type,
    ).not.toEqual([]);
  const imports = ['client', 'mock', 'server'].map(
    (name) => `import type * as ${name} from "@tfe-admin-runs/${name}";`,
  );
  const constants = claims.map(
    ({ type, names }, i) => `export const claim${i}: (${type})[] = ${JSON.stringify(names)};`,
  );
  // Inside this package, so that it resolves the others as an installed dependency.
  using project = temporaryFolder(here);
  writeFileSync(join(project.path, 'claims.ts'), [...imports, ...constants].join('\n'));
  writeFileSync(
    join(project.path, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['claims.ts'] }),
  );
  const options = ['--project', project.path, '--pretty', 'false'];
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), options).catch((error) => error);
  expect(stdout).toBe('');
});

test.each(['mock', 'server'] as const)('the README of the %s has the options of its --help', async (name) => {
  const bin = join(root, `packages/${name}/bin/tfe-admin-runs-${name}.js`);
  const { stdout } = await run(process.execPath, [bin, '--help']);
  const inHelp = [...stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag);
  const inTable = rowsOf(name, 'option')
    .flatMap(([cell]) => codesIn(cell))
    .map((code) => code.split(' ', 1)[0]);
  expect(inTable.filter((flag) => flag !== '--').sort()).toEqual(inHelp.sort());
});

test('the README of the server has the routes of the test surface', async () => {
  await using server = await startServer({ testSurface: true });
  const response = await fetch(`${server.url}/_test/`);
  const { errors } = (await response.json()) as { errors: [{ detail: string }] };
  const routes = new Set(rowsOf('server', 'function').flatMap(([, cell]) => codesIn(cell)));
  expect(errors[0].detail).toBe(`no such path; use one of ${[...routes].join(', ')}`);
});

test('the README of the mock shows the error that the mock responds with', async () => {
  await using mock = await startMock();
  const [, command = '', shown = ''] = /```sh\n([^`]*)```\n\n```json\n([^`]*)```/.exec(read('mock')) ?? [];
  const { stdout } = await run('sh', ['-c', command.replace('http://127.0.0.1:4010', mock.url)]);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(shown));
});
