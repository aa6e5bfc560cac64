// The command as its users get it: installed from its tarball in an empty directory, with nothing around it.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { installPacked } from '@tfe-admin-runs/testing/packages';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment } from './command.ts';

let server: Server;
let folder: string;
beforeAll(async () => {
  [server, folder] = await Promise.all([startServer(), installPacked(['@tfe-admin-runs/cli'])]);
});
beforeEach(() => server.reset());
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs a line of a shell in the directory. */
function shell(line: string) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = {
      ...process.env,
      ...environment(server, server.url),
      PATH: `${folder}/node_modules/.bin:${process.env.PATH}`,
    };
    execFile('sh', ['-c', line], { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

test('is one package', () => {
  const scopes = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(scopes).toEqual(['@tfe-admin-runs']);
  expect(readdirSync(join(folder, 'node_modules/@tfe-admin-runs'))).toEqual(['cli']);
});

test('runs the story of the README', async () => {
  const readme = readFileSync(join(folder, 'node_modules/@tfe-admin-runs/cli/README.md'), 'utf8');
  const [story = ''] = /^## Three in the morning$.*?^### /ms.exec(readme) ?? [];
  const lines = [...story.matchAll(/^```sh\n(.*)\n```$/gm)].map(([, line]) => line as string);
  expect(lines).toHaveLength(7);
  expect((await shell('tfe-admin-runs stuck --fail-if-any --quiet')).code).toBe(6);
  for (const line of lines) {
    // There is no terminal to type the number on.
    const isCancel = line.includes('--comment') || line.includes('--resume');
    const { code, stderr } = await shell(isCancel ? `${line} --yes` : line);
    expect(code, `${line}\n${stderr}`).toBe(0);
  }
  const events = readFileSync(join(folder, 'inc-1234.ndjson'), 'utf8').trim().split('\n');
  expect(events.map((line) => JSON.parse(line).event)).toEqual(['plan', 'attempt', 'done', 'plan']);
  expect((await shell('tfe-admin-runs stuck --json id,status')).stdout).toContain('[{"id":"run-4kPzXw2RvHqF7bNc"');
});

describe('with 5,000 stuck runs', () => {
  beforeEach(async () => {
    for (let i = 0; i < 10; i++)
      await server.createRuns(
        Array.from({ length: 500 }, (_, k) => ({
          id: `run-flood${i}-${k}`,
          status: 'planning',
          statusAge: 10 * 3600 + k,
          organization: 'hooli',
          workspace: `service-${i}`,
          vcs: 'hooli/monorepo',
        })),
      );
  });

  test('lists them, and cancels some, each once', async () => {
    expect((await shell('tfe-admin-runs stuck --q hooli | wc -l')).stdout.trim()).toBe('5000');
    const bulk = await shell('tfe-admin-runs force-cancel --stuck --q hooli --yes --comment flood --max 60 --json');
    expect(bulk.code, bulk.stderr).toBe(0);
    expect(bulk.stdout.match(/"event":"done"/g)).toHaveLength(60);
    expect(bulk.stderr).toContain('4,940 more runs can be canceled');
    const posts = server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(new Set(posts).size).toBe(60);
    expect((await shell('tfe-admin-runs stuck --q hooli --json id')).stdout.match(/run-flood/g)).toHaveLength(4940);
  });
});
