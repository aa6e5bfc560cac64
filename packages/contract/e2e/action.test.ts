// Runs the steps of the GitHub Action's action.yml as a runner does, with a runner's files and variables, and packages from
// a registry on this machine.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pack } from '@tfe-admin-runs/testing/packages';
import { type Registry, startRegistry } from '@tfe-admin-runs/testing/registry';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
  using folder = temporaryFolder();
  const tarballs = await pack(folder.path, ['@tfe-admin-runs/mock', '@tfe-admin-runs/server']);
  await registry.publish(tarballs.values());
});
afterAll(() => registry.close());

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { using: string; steps: { shell: string; run: string; env: Record<string, string> }[] };
}

/** A job: a runner's folder, and what its steps have set so far. */
function startJob() {
  const folder = temporaryFolder();
  const files = { GITHUB_ENV: join(folder.path, 'env'), GITHUB_OUTPUT: join(folder.path, 'output') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const temp = join(folder.path, 'temp');
  const state = join(temp, 'tfe-admin-runs/state.json');
  mkdirSync(temp);

  function variables(file: string): Record<string, string> {
    return Object.fromEntries(
      readFileSync(file, 'utf8')
        .matchAll(/^(\w+)=(.*)$/gm)
        .map(([, name, value]) => [name, value]),
    );
  }

  /** Runs the steps of an action, as `uses` with `with`. */
  async function uses(
    action: string,
    inputs: Record<string, string> = {},
  ): Promise<{ status: number; output: string }> {
    const path = join(root, action);
    const { inputs: declared, runs }: Action = parse(readFileSync(join(path, 'action.yml'), 'utf8'));
    expect(runs.using).toBe('composite');
    const [step, ...others] = runs.steps;
    expect({ shell: step?.shell, others }).toEqual({ shell: 'bash', others: [] });
    const input = (name: string) => inputs[name] ?? (declared[name] as { default: string }).default;
    const fromStep = Object.entries(step?.env ?? {}).map(([name, expression]) => {
      return [name, expression.replace(/^\$\{\{ inputs\.(\w+) \}\}$/, (_, name) => input(name))];
    });
    const env = {
      ...process.env,
      ...registry.env,
      ...files,
      ...variables(files.GITHUB_ENV),
      ...Object.fromEntries(fromStep),
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: path,
      RUNNER_TEMP: temp,
    };
    const shell = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''];
    // Not synchronously, because the registry is a part of this process.
    const ended = await run('bash', shell, { env, cwd: folder.path }).catch((error) => error);
    return { status: ended.code ?? 0, output: ended.stdout + ended.stderr };
  }

  onTestFinished(() => {
    try {
      process.kill(JSON.parse(readFileSync(state, 'utf8')).pid, 'SIGKILL');
    } catch {
      // It was stopped.
    }
    folder[Symbol.dispose]();
  });
  return {
    uses,
    environment: () => variables(files.GITHUB_ENV) as { TFE_ADDRESS: string; TFE_TOKEN: string },
    outputs: () => variables(files.GITHUB_OUTPUT),
    pid: () => JSON.parse(readFileSync(state, 'utf8')).pid as number,
    setState(started: { pid: number; use: string; address: string }) {
      mkdirSync(dirname(state));
      writeFileSync(state, JSON.stringify(started));
    },
  };
}

function list({ TFE_ADDRESS, TFE_TOKEN }: { TFE_ADDRESS: string; TFE_TOKEN: string }, query = '') {
  return fetch(`${TFE_ADDRESS}/api/v2/admin/runs${query}`, { headers: { authorization: `Bearer ${TFE_TOKEN}` } });
}

describe.each(['mock', 'server'])('with use: %s', (use) => {
  test('it starts it, sets the environment and the outputs, and stops it', async () => {
    const job = startJob();
    expect(await job.uses('action', { use })).toMatchObject({ status: 0 });
    const { TFE_ADDRESS: address, TFE_TOKEN: token } = job.environment();
    expect(job.outputs()).toEqual({ address, token });
    expect((await list(job.environment())).status).toBe(200);

    expect(await job.uses('action/stop')).toMatchObject({ status: 0 });
    await expect(list(job.environment())).rejects.toThrow('fetch failed');
  });

  test('stopping fails if it had ended before', async () => {
    const job = startJob();
    await job.uses('action', { use });
    process.kill(job.pid(), 'SIGKILL');
    await expect.poll(() => list(job.environment()).catch(() => 'ended')).toBe('ended');
    expect(await job.uses('action/stop')).toMatchObject({
      status: 1,
      output: expect.stringContaining(`::error::the ${use} had ended before`),
    });
  });
});

test('the token of the server is masked', async () => {
  const job = startJob();
  const { output } = await job.uses('action', { use: 'server' });
  const { TFE_TOKEN } = job.environment();
  expect(output.split('\n').filter((line) => line.includes(TFE_TOKEN))).toEqual([`::add-mask::${TFE_TOKEN}`]);
});

describe('strict', () => {
  test('fails the job, and lists the rejected requests', async () => {
    const job = startJob();
    await job.uses('action');
    await list(job.environment());
    await list(job.environment(), '?page%5Bsize%5D=500');
    const { status, output } = await job.uses('action/stop', { strict: 'true' });
    expect(status).toBe(1);
    expect(output).toBe(
      'The mock got 2 requests and rejected 1.\n' +
        '::error title=rejected request::GET /api/v2/admin/runs?page%255Bsize%255D=500 400: ' +
        'page[size] must be a whole number from 1 to 100, not 500\n',
    );
  });

  test('passes a job whose requests were all valid', async () => {
    const job = startJob();
    await job.uses('action');
    await list(job.environment());
    expect(await job.uses('action/stop', { strict: 'true' })).toEqual({
      status: 0,
      output: 'The mock got 1 requests and rejected 0.\n',
    });
  });

  test('is an error with the server, which rejects less', async () => {
    const job = startJob();
    await job.uses('action', { use: 'server' });
    expect(await job.uses('action/stop', { strict: 'true' })).toMatchObject({
      status: 1,
      output: expect.stringContaining('strict needs the mock'),
    });
  });

  test('off, rejected requests are warnings', async () => {
    const job = startJob();
    await job.uses('action');
    await list(job.environment(), '?page%5Bsize%5D=500');
    expect(await job.uses('action/stop')).toMatchObject({
      status: 0,
      output: expect.stringContaining('\n::warning title='),
    });
  });
});

test.each([
  ['an unknown use', { use: 'proxy' }, '::error::use must be mock or server, not proxy'],
  ['a version that is a command', { version: '1.0.0; touch x' }, '::error::version must be like 0.1.0, not'],
  ['a version that is a folder', { version: '..' }, '::error::version must be like 0.1.0, not ..'],
  ['a version that is a file', { version: '0.1.0-a.tgz' }, '::error::version must be like 0.1.0, not 0.1.0-a.tgz'],
  [
    'a version that does not exist',
    { version: '99.0.0' },
    '::error::npm could not install @tfe-admin-runs/mock@99.0.0',
  ],
  ['an invalid port', { port: 'http' }, 'the mock did not start: tfe-admin-runs-mock: --port must be a whole number'],
])('it says what is wrong with %s', async (_, inputs, message) => {
  expect(await startJob().uses('action', inputs)).toMatchObject({
    status: 1,
    output: expect.stringContaining(message),
  });
});

test('stopping does not wait for a process that has ended, and that its parent does not reap', async () => {
  const job = startJob();
  const script = `
    const server = require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', () =>
      console.log(JSON.stringify({ pid: process.pid, port: server.address().port })));`;
  // sleep inherits the child, and waits for nothing, as process 1 of a job's container.
  const parent = spawn('bash', ['-c', '"$0" -e "$1" & exec sleep 600', process.execPath, script]);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = await once(parent.stdout, 'data');
  const { pid, port } = JSON.parse(line);
  job.setState({ pid, use: 'server', address: `http://127.0.0.1:${port}` });
  expect(await job.uses('action/stop')).toEqual({ status: 0, output: '' });
});

test('stopping says so if nothing was started', async () => {
  expect(await startJob().uses('action/stop')).toMatchObject({
    status: 1,
    output: expect.stringContaining('::error::nothing was started in this job'),
  });
});
