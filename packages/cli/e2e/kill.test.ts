import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../src/exit-codes.ts';
import { bin, environment, type Gate, type Moment, openGate, startCommand } from './command.ts';

const ids = ['run-a', 'run-b', 'run-c'];
let server: Server;
let gate: Gate;
let env: NodeJS.ProcessEnv;
let folder: ReturnType<typeof temporaryFolder>;
let audit: string;
beforeAll(async () => {
  server = await startServer({ seed: 'empty' });
});
beforeEach(async () => {
  await server.reset();
  await server.createRuns(ids.map((id) => ({ id, status: 'planning', statusAge: 9 * 3600, workspace: id })));
  gate = await openGate(server);
  env = environment(server, gate.url);
  folder = temporaryFolder();
  audit = join(folder.path, 'audit.ndjson');
});
afterEach(async () => {
  folder[Symbol.dispose]();
  await gate[Symbol.asyncDispose]();
});
afterAll(() => server.close());

function cancelAll(...options: string[]) {
  return startCommand(['force-cancel', ...ids, '--yes', '--comment', 'x', '--audit', audit, ...options], env);
}

function resume() {
  return startCommand(['force-cancel', '--resume', audit, '--yes'], env).ended;
}

function recorded(): string[] {
  const lines = readFileSync(audit, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'));
  return lines.map((line) => JSON.parse(line)).map(({ event, run = '' }) => `${event} ${run}`.trim());
}

/** The force-cancels that the installation has carried out. */
function carriedOut(): (string | undefined)[] {
  const posts = server.requests.filter(({ method, status }) => method === 'POST' && status === 200);
  return posts.map(({ path }) => path.split('/').at(-3));
}

describe('SIGKILL', () => {
  const moments: [string, Moment][] = ids.flatMap((id) => [
    [id, 'before'],
    [id, 'after'],
  ]);

  test.each(moments)('while %s is canceled, %s the installation has done it, and --resume', async (id, moment) => {
    const held = gate.hold(id, moment);
    const program = cancelAll();
    await held;
    program.child.kill('SIGKILL');
    await program.ended;
    expect(recorded().at(-1)).toBe(`attempt ${id}`);

    const { code, stdout } = await resume();
    expect(code).toBe(0);
    if (moment === 'after') expect(stdout).toMatch(new RegExp(`^${id}\tdone\t.*found canceled$`, 'm'));
    expect(carriedOut().sort()).toEqual(ids);
    expect((await resume()).stderr).toContain('Nothing to cancel');
  });
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  test('waits for the response, reports, and ends with 130', async () => {
    const held = gate.hold('run-b', 'after');
    const program = cancelAll();
    const { release } = await held;
    program.child.kill(signal);
    await waitFor(program, 'waiting for the response');
    release();
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tdone.*\nrun-b\tdone.*\nrun-c\tnot-tried.*\n$/);
    expect(stderr).toContain(`--resume ${audit}`);
    expect((await resume()).code).toBe(0);
    expect(carriedOut()).toEqual(ids);
  });
});

test('a second SIGINT ends at once, and the run is in doubt on record', async () => {
  const held = gate.hold('run-b', 'after');
  const program = cancelAll();
  await held;
  program.child.kill('SIGINT');
  await waitFor(program, 'Ctrl-C again ends at once');
  program.child.kill('SIGINT');
  expect((await program.ended).code).toBe(130);
  expect(recorded().at(-1)).toBe('attempt run-b');
  expect((await resume()).code).toBe(0);
  expect(carriedOut()).toEqual(ids);
});

/** Waits until a program has written this on stderr. */
function waitFor({ child, output }: ReturnType<typeof startCommand>, text: string): Promise<void> {
  return new Promise((resolve) => {
    function check() {
      if (output.stderr.includes(text)) resolve();
    }
    child.stderr.on('data', check);
    check();
  });
}

describe('a full disk', () => {
  /** Bytes that a file can have in the shell of this test. */
  const room = 1024;

  test.each([
    ['plan', 1, []],
    ['attempt run-a', 6, []],
    ['done run-a', 6, ['run-a']],
    ['attempt run-b', 6, ['run-a']],
    ['done run-c', 6, ids],
  ])('at the line %s stops it there, and --resume goes on', async (step, exitCode, done) => {
    await cancelAll().ended;
    const lines = readFileSync(audit, 'utf8').split('\n');
    const written = lines.slice(0, recorded().indexOf(step)).join('\n').length;
    await server.reset();
    await server.createRuns(ids.map((id) => ({ id, status: 'planning', statusAge: 9 * 3600, workspace: id })));
    // Twenty bytes of the line still find room.
    writeFileSync(audit, `${' '.repeat(room - written - 22)}\n`);

    const args = `force-cancel ${ids.join(' ')} --yes --comment x --audit "${audit}"`;
    const { status, stderr } = await runShell(`ulimit -f ${room / 1024}; exec "${process.execPath}" "${bin}" ${args}`);
    expect(stderr).toContain(`Cannot write ${audit}: EFBIG`);
    expect(status).toBe(exitCode);
    expect(carriedOut()).toEqual(done);

    if (step === 'plan') return;
    expect((await resume()).code).toBe(0);
    expect(carriedOut()).toEqual(ids);
  });
});

describe.skipIf(process.platform !== 'linux')('a full disk under stdout', () => {
  test.each(['counts', 'list --json', 'stuck --fail-if-any', 'completion bash'])(
    'is an error of %s, whose output is not there',
    async (args) => {
      const { status, stderr } = await runShell(`"${process.execPath}" "${bin}" ${args} > /dev/full`);
      expect(stderr).toContain('tfe-admin-runs: Cannot write to stdout: ');
      expect(status).toBe(exitCodes.usage);
    },
  );

  test('stops a bulk after the request in flight, and --resume goes on', async () => {
    const command = `"${process.execPath}" "${bin}" force-cancel --yes --comment x --json --audit "${audit}"`;
    const all = await runShell(`${command} ${ids.join(' ')} > /dev/full`);
    expect(all.stderr).toContain('Cannot write to stdout: ');
    expect(all.status).toBe(exitCodes.incomplete);
    for (const id of carriedOut()) expect(recorded()).toContain(`done ${id}`);
    expect((await resume()).code).toBe(0);
    expect(carriedOut()).toEqual(ids);
  });

  test('is an error of a bulk that canceled all runs', async () => {
    const command = `"${process.execPath}" "${bin}" force-cancel run-a --yes --comment x --quiet`;
    expect((await runShell(`${command} > /dev/full`)).status).toBe(exitCodes.usage);
    expect(carriedOut()).toEqual(['run-a']);
  });
});

async function runShell(command: string) {
  const child = spawn('bash', ['-c', command], { env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, stdout, stderr };
}

describe('a reader that goes away', () => {
  test('ends a listing silently with 0', async () => {
    await server.createRuns(Array.from({ length: 500 }, (_, i) => ({ workspace: `w${i}` })));
    const program = await runShell(`"${process.execPath}" "${bin}" list --all | head -1; echo "\${PIPESTATUS[0]}"`);
    expect(program.stderr).toBe('');
    expect(program.stdout).toMatch(/^run-\S+\t.*\n0\n$/);
  });

  test('stops a bulk after the request in flight', async () => {
    const command = `"${process.execPath}" "${bin}" force-cancel ${ids.join(' ')} --yes --comment x --json --audit "${audit}"`;
    const program = await runShell(`${command} | head -1; echo "\${PIPESTATUS[0]}"`);
    expect(program.stdout).toMatch(/^\{"event":"plan".*\n(0|6)\n$/);
    for (const id of carriedOut()) expect(recorded()).toContain(`done ${id}`);
    expect((await resume()).code).toBe(0);
    expect(carriedOut()).toEqual(ids);
  });
});
