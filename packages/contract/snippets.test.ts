import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const preamble = `
  import { createAdminRunsClient, fromEnvironment, resolve, toResult } from '@tfe-admin-runs/client';
  const adminRuns = fromEnvironment();
  const client = adminRuns;\n`;

const mock = await startMock();
const server = await startServer();
afterAll(() => Promise.all([mock.close(), server.close()]));
beforeEach(() => server.reset());

const inMock = { TFE_ADDRESS: mock.url, TFE_TOKEN: 'mock-token' };
const inServer = { TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken, USER_TOKEN: server.userToken };
const readmes: [path: string, env: Record<string, string>][] = [
  ['../client/README.md', inServer],
  ['../types/README.md', inMock],
  ['../../openapi/README.md', inMock],
];

describe.each(readmes)('the programs of %s run', (path, env) => {
  const { programs } = read(path);

  test.each(programs)('%s', async (code) => {
    const program = code.startsWith('import') ? code : preamble + code;
    const node = [process.execPath, ['--input-type=module-typescript', '--eval', program]] as const;
    const { stdout } = await run(...node, { cwd: here, env });
    // A comment in the program tells what the line before it, or its own, prints.
    const lines = stdout.split('\n');
    for (const [, told] of code.matchAll(/^(?:.*console\.log\(.*)?\/\/ (.*)$/gm)) expect(lines).toContain(told);
    if (code.includes('console.log')) expect(stdout).not.toBe('');
  });
});

describe("the set-ups of the client's README serve Vitest", () => {
  const { setups } = read('../client/README.md');

  test('there is one for the server and one for the mock', () => {
    expect(setups.map((code) => /'@tfe-admin-runs\/(\w+)'/.exec(code)?.[1])).toEqual(['server', 'mock']);
  });

  test.each(setups)('%s', async (setup) => {
    // Inside this package, so that it finds the others as it would in a project that installed them.
    const folder = await mkdtemp(join(here, 'set-up-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'setup.ts'), setup);
    await writeFile(join(folder, 'vitest.config.ts'), `export default { test: { globalSetup: ['./setup.ts'] } };`);
    await writeFile(
      join(folder, 'one.test.ts'),
      `import { fromEnvironment } from '@tfe-admin-runs/client';
      import { expect, test } from 'vitest';
      test('it answers', async () => expect((await fromEnvironment().list()).data.length).toBeGreaterThan(0));`,
    );
    const { TFE_ADDRESS: _, TFE_TOKEN: __, VITEST: ___, ...env } = process.env;
    const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
    const { stdout } = await run(process.execPath, [vitest, 'run', '--root', folder], { cwd: folder, env });
    expect(stdout).toMatch(/1 passed/);
  });
});

/** The programs of a README, and those that are Vitest's set-up instead. */
function read(path: string) {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```[jt]s\n(.*?)^```/gms)].map(([, code = '']) => code);
  const isSetup = (code: string) => code.includes('export default');
  return { programs: blocks.filter((code) => !isSetup(code)), setups: blocks.filter(isSetup) };
}
