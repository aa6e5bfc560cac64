// The commands and programs of the site's guides, run as written against the server with the demo world.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { codeBlocks } from '@tfe-admin-runs/testing/readme';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectUntouched, findHealthyRun } from './healthy-run.ts';
import { typeErrors } from './type-errors.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const stuckId = 'run-8uGJbT4yNsVd6MxA';

function read(guide: string): string {
  return readFileSync(join(root, 'apps/docs/site', `${guide}.md`), 'utf8');
}

/** The blocks of a guide that call a program, each with its line continuations. */
function commandsOf(guide: string, program: string): string[] {
  const blocks = codeBlocks(read(guide), 'sh');
  return blocks.filter((block) => new RegExp(`^${program} `, 'm').test(block) && !block.includes('npm install'));
}

let server: Server;
beforeAll(async () => {
  server = await startServer({ seed: 'demo' });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

function environment() {
  return { ...process.env, TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken };
}

async function statusOf(id: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v2/admin/runs?q=${id}`, {
    headers: { Authorization: `Bearer ${server.adminToken}` },
  });
  const { data } = (await response.json()) as { data: { attributes: { status: string } }[] };
  return data[0]?.attributes.status ?? 'not listed';
}

test('the guide for 3 a.m. finds and cancels the stuck run with curl', async () => {
  const healthy = await findHealthyRun(server);
  const commands = commandsOf('stuck-run', 'curl');
  expect(commands).toHaveLength(3);
  const outputs: string[] = [];
  for (const command of commands) outputs.push((await run('sh', ['-e', '-c', command], { env: environment() })).stdout);
  const [list, again, canceled] = outputs.map((output) => JSON.parse(output));
  expect(list.data.map(({ id }: { id: string }) => id)).toContain(stuckId);
  expect(list.included.map(({ type }: { type: string }) => type)).toContain('users');
  expect(again.data).toMatchObject([{ id: stuckId, attributes: { status: 'planning' } }]);
  expect(canceled.data).toMatchObject({ id: stuckId, attributes: { status: 'canceled' } });
  expect(server.requests.at(-1)?.body).toEqual({ comment: expect.stringMatching(/9 hours/) });
  await expectUntouched(server, healthy);
});

test('the guide for 3 a.m. finds and cancels the stuck run with TypeScript', async () => {
  const healthy = await findHealthyRun(server);
  const [program = '', ...others] = codeBlocks(read('stuck-run'), 'ts');
  expect(others).toEqual([]);
  // Inside the repository, so that it resolves the client as a project that installed it.
  mkdirSync(join(root, 'artifacts'), { recursive: true });
  using folder = temporaryFolder(join(root, 'artifacts'));
  const file = join(folder.path, 'stuck.ts');
  writeFileSync(file, program);
  expect(typeErrors(file)).toEqual([]);
  const { stdout } = await run(process.execPath, [file], { env: environment() });
  expect(stdout).toContain(`${stuckId} planning network-prod\n`);
  expect(stdout).toContain(`${stuckId} canceled\n`);
  expect(await statusOf(stuckId)).toBe('canceled');
  await expectUntouched(server, healthy);
});

test.for(commandsOf('paging', 'curl'))('the guide about paging has a valid request: %s', async (command) => {
  const { stdout } = await run('sh', ['-e', '-c', command], { env: environment() });
  expect(JSON.parse(stdout).data).toMatchObject([{ id: stuckId }]);
});

describe('the guide for 3 a.m. with the command line', () => {
  const manifest = installedManifest('@tfe-admin-runs/cli');
  const commands = commandsOf('stuck-run', '(tfe-admin-runs|npx @tfe-admin-runs/cli)');

  test('finds and cancels the stuck run', async ({ skip }) => {
    if (!manifest) return skip('NOT TESTED: @tfe-admin-runs/cli is not in this repository yet');
    const healthy = await findHealthyRun(server);
    using folder = temporaryFolder();
    const bin = join(dirname(manifest), 'bin/tfe-admin-runs.js');
    writeFileSync(join(folder.path, 'tfe-admin-runs'), `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`, {
      mode: 0o755,
    });
    const env = { ...environment(), PATH: `${folder.path}${delimiter}${process.env.PATH}` };
    for (const command of commands) {
      const lines = command.replace('npx @tfe-admin-runs/cli', 'tfe-admin-runs').replaceAll(/^export .*\n/gm, '');
      // Without a terminal it cancels nothing unless an option allows it.
      const agreed = lines.replace('force-cancel ', 'force-cancel --yes ');
      const { stdout, stderr } = await run('sh', ['-e', '-c', agreed], { env, cwd: folder.path });
      if (/ (stuck|show|force-cancel) /.test(`${lines} `)) expect(stdout + stderr, lines).toContain(stuckId);
    }
    expect(await statusOf(stuckId)).toBe('canceled');
    expect(readFileSync(join(folder.path, 'cancels.jsonl'), 'utf8')).toContain(stuckId);
    await expectUntouched(server, healthy);
  });

  test('has commands at all', () => {
    expect(commands.join('')).toMatch(/doctor[\s\S]*counts[\s\S]*stuck[\s\S]*show[\s\S]*force-cancel[\s\S]*show/);
  });
});

/** The manifest of a package; undefined if this repository does not have it. */
function installedManifest(name: string): string | undefined {
  try {
    return findPackageJSON(name, import.meta.url);
  } catch {
    return undefined;
  }
}
