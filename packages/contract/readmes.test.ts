// Runs every program and every shell session of the READMEs as written.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { codeBlocks } from '@tfe-admin-runs/testing/readme';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { expectUntouched, findHealthyRun } from './healthy-run.ts';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const artifacts = join(root, 'artifacts');

const mock = await startMock();
const server = await startServer({ adminToken: 'the-admin', userToken: 'the-user', testSurface: true });
afterAll(() => Promise.all([mock.close(), server.close()]));
beforeEach(() => server.reset());

const withMock = { TFE_ADDRESS: mock.url, TFE_TOKEN: 'mock-token' };
const withServer = { TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken, USER_TOKEN: server.userToken };

interface Readme {
  folder: string;
  env: Record<string, string>;
}

const readmes: Readme[] = [
  { folder: '.', env: withServer },
  { folder: 'openapi', env: withMock },
  { folder: 'packages/types', env: withServer },
  { folder: 'packages/client', env: withServer },
  { folder: 'packages/mock', env: withMock },
  { folder: 'packages/server', env: withServer },
  { folder: 'packages/cli', env: withServer },
];

function read(folder: string): string {
  return readFileSync(join(root, folder, 'README.md'), 'utf8');
}

function isVitestSetup(code: string) {
  return code.includes('export default');
}

function isTest(code: string) {
  return code.includes("from 'node:test'");
}

function isJestTest(code: string) {
  return /^test\(/m.test(code) && !isTest(code);
}

function isProgram(code: string) {
  return !isVitestSetup(code) && !isTest(code) && !isJestTest(code);
}

function runNode(env: Record<string, string>, ...args: string[]) {
  return run(process.execPath, args, { cwd: here, env });
}

describe.each(readmes)('the README of $folder', ({ folder, env }) => {
  const code = codeBlocks(read(folder), 'js', 'ts');

  test.for(code.filter(isProgram).map((program) => [program]))(
    'has a program that runs: %s',
    async ([program = '']) => {
      const healthy = await findHealthyRun(server);
      const { stdout } = await runNode(env, '--input-type=module-typescript', '--eval', program);
      // A comment shows the output of the line before it, or of its own line.
      const lines = stdout.split('\n');
      for (const [, printed] of program.matchAll(/^(?:.*console\.log\(.*)?\/\/ (.*)$/gm))
        expect(lines).toContain(printed);
      if (program.includes('console.log')) expect(stdout).not.toBe('');
      // No program of a README may choose the healthy run.
      expect(stdout).not.toContain(healthy);
      await expectUntouched(server, healthy);
    },
  );

  test.for(code.filter(isTest).map((source) => [source]))('has a test that passes: %s', async ([source = '']) => {
    const { stdout } = await runNode(env, '--input-type=module', '--test-reporter=tap', '--eval', source);
    expect(stdout).toContain('\n# pass 1\n');
    expect(stdout).toContain('\n# fail 0\n');
  });

  test.for(code.filter(isVitestSetup).map((setup) => [setup]))('has a setup for Vitest: %s', async ([setup = '']) => {
    // Inside the repository, so that it resolves the packages as a project that installed them.
    mkdirSync(artifacts, { recursive: true });
    using project = temporaryFolder(artifacts);
    await writeFile(join(project.path, 'setup.ts'), setup);
    await writeFile(
      join(project.path, 'vitest.config.ts'),
      `export default { test: { globalSetup: ['./setup.ts'] } };`,
    );
    await writeFile(
      join(project.path, 'one.test.ts'),
      `import { fromEnvironment } from '@tfe-admin-runs/client';
      import { expect, test } from 'vitest';
      test('it responds', async () => expect((await fromEnvironment().list()).data.length).toBeGreaterThan(0));`,
    );
    const { VITEST: _, ...rest } = process.env;
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const { stdout } = await run(process.execPath, [vitest, 'run', '--root', project.path], {
      cwd: project.path,
      env: rest,
    });
    expect(stdout).toMatch(/1 passed/);
  });
});

test('the README of the client has a setup for Vitest with the server and with the mock', () => {
  const setups = codeBlocks(read('packages/client'), 'ts').filter(isVitestSetup);
  expect(setups.map((setup) => /'@tfe-admin-runs\/(\w+)'/.exec(setup)?.[1])).toEqual(['server', 'mock']);
});

test('the README of the client has a project for Jest whose test passes', async () => {
  const text = read('packages/client');
  const [manifest = ''] = codeBlocks(text, 'json').filter((code) => code.includes('"jest"'));
  const [source = ''] = codeBlocks(text, 'js').filter(isJestTest);
  using project = temporaryFolder();
  await writeFile(join(project.path, 'package.json'), manifest);
  await writeFile(join(project.path, 'stuck.test.js'), source);
  await symlink(join(root, 'node_modules'), join(project.path, 'node_modules'));
  const { stderr } = await run('npm', ['test'], { cwd: project.path });
  expect(stderr).toMatch(/^Tests: +1 passed, 1 total$/m);
});

test('the README of the document runs a generator under a TypeScript that it supports', async () => {
  const command = codeBlocks(read('openapi'), 'sh').find((block) => block.includes(' openapi-ts ')) ?? '';
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/typescript/package.json'), 'utf8'));
  const installation = `npx --package typescript@${version.split('.')[0]} --package @hey-api/openapi-ts `;
  expect(command).toContain(installation);
  using project = temporaryFolder();
  await symlink(join(root, 'node_modules'), join(project.path, 'node_modules'));
  await run('sh', ['-c', command.replace(installation, 'node_modules/.bin/')], { cwd: project.path });
  expect(readFileSync(join(project.path, 'admin-runs/sdk.gen.ts'), 'utf8')).toContain('listAdminRuns');
});

/** The commands of a README's first shell session, and the lines that it shows of their output. */
function sessionOf(text: string) {
  const [session = ''] = /^## Quick start$.*?^## /ms.exec(text) ?? [];
  return [...session.matchAll(/^```sh\n(.*?)^```\n\n(?:```text\n(.*?)^```)?/gms)].map(
    ([, command = '', shown = '']) => ({
      command,
      shown: shown.trim().split('\n'),
    }),
  );
}

function runShell(command: string) {
  return run('sh', ['-e', '-c', command.replaceAll('http://127.0.0.1:8080', server.url)]);
}

test.each(['packages/server', '.'])('the curl commands of the README in %s print what it shows', async (folder) => {
  const healthy = await findHealthyRun(server);
  const text = read(folder);
  expect(text).toContain('$ ADMIN_TOKEN=the-admin USER_TOKEN=the-user np');
  const [setUp = { command: '' }, ...steps] = sessionOf(text);
  expect(steps.length).toBeGreaterThan(2);
  for (const { command, shown } of steps) {
    const { stdout } = await runShell(setUp.command + command);
    for (const piece of shown) expect(stdout, command).toContain(piece);
    expect(command + shown).not.toContain(healthy);
  }
  await expectUntouched(server, healthy);
});

test('the curl commands for the test surface in the README of the server work', async () => {
  const text = read('packages/server');
  const commands = codeBlocks(text, 'sh').find((block) => block.includes('_test')) ?? '';
  expect(commands.trim().split('\n')).toHaveLength(3);
  const failing = commands.replaceAll('curl -s', 'curl -sS --fail-with-body');
  const { stdout } = await runShell(`${sessionOf(text)[0]?.command}${failing}`);
  expect(stdout).toContain('"status":"applying"');
});
