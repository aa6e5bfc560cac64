import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, type Gate, openGate } from './command.ts';
import { hasTerminal, openTerminal } from './terminal.ts';

const ctrlC = '\x03';
const ctrlD = '\x04';
const ids = ['run-a', 'run-b', 'run-c'];

let server: Server;
let gate: Gate;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startServer({ seed: 'empty' });
});
beforeEach(async () => {
  await server.reset();
  await server.createRuns(ids.map((id, i) => ({ id, status: 'planning', statusAge: (9 - i) * 3600, workspace: id })));
  gate = await openGate(server);
  env = environment(server, gate.url);
});
afterEach(() => gate[Symbol.asyncDispose]());
afterAll(() => server.close());

function cancels(): number {
  return server.requests.filter(({ method }) => method === 'POST').length;
}

const cancel = ['force-cancel', '--stuck', '--comment', 'x'];

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('force-cancel asks, shows how far it is, and reports', async () => {
    const held = gate.hold('run-b', 'before');
    const terminal = openTerminal(cancel, env);
    await terminal.waitFor('Type 3 to force-cancel these runs: ');
    expect(cancels()).toBe(0);
    terminal.type('3\r');
    const { release } = await held;
    await terminal.waitFor(/█+░+ 1 of 3 {2}run-b/);
    release();
    expect(await terminal.ended).toBe(0);
    expect(stripVTControlCharacters(terminal.written())).toMatch(/run-a +done .*run-b +done .*run-c +done .*3 done/s);
  });

  test.each([
    ['Ctrl-C', ctrlC, 130],
    ['Ctrl-D', ctrlD, 6],
    ['another number', '2\r', 6],
    ['Enter', '\r', 6],
  ])('%s at the question cancels nothing', async (_, keys, code) => {
    const terminal = openTerminal(cancel, env);
    await terminal.waitFor('these runs: ');
    terminal.type(keys);
    expect(await terminal.ended).toBe(code);
    expect(cancels()).toBe(0);
  });

  test('Ctrl-C while a run is canceled waits for the response and reports', async () => {
    using folder = temporaryFolder();
    const audit = join(folder.path, 'audit');
    const held = gate.hold('run-b', 'after');
    const terminal = openTerminal([...cancel, '--audit', audit], env);
    await terminal.waitFor('these runs: ');
    terminal.type('3\r');
    const { release } = await held;
    terminal.type(ctrlC);
    await terminal.waitFor('waiting for the response');
    release();
    expect(await terminal.ended).toBe(130);
    expect(stripVTControlCharacters(terminal.written())).toContain('2 done, 1 not tried');
    const events = readFileSync(audit, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events).toEqual(['plan', 'attempt', 'done', 'attempt', 'done', 'not-tried']);
  });

  test('Ctrl-C twice ends at once', async () => {
    const held = gate.hold('run-a', 'after');
    const terminal = openTerminal([...cancel, '--yes'], env);
    await held;
    terminal.type(ctrlC);
    await terminal.waitFor('Ctrl-C again ends at once');
    terminal.type(ctrlC);
    expect(await terminal.ended).toBe(130);
  });

  test('watch redraws in place, and Ctrl-C ends it', async () => {
    const terminal = openTerminal(['watch', '--interval', '1s'], env, 60);
    await terminal.waitFor(/running 3/);
    await server.updateRun('run-a', { status: 'applied' });
    await terminal.waitFor(/running 2/);
    terminal.type(ctrlC);
    expect(await terminal.ended).toBe(130);
    // Up to the first line, and everything below is cleared.
    expect(terminal.written()).toContain('\x1b[7A\r\x1b[J');
    const lines = stripVTControlCharacters(terminal.written()).split('\r\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });

  test('colors come and go with NO_COLOR and FORCE_COLOR', async () => {
    async function list(more: NodeJS.ProcessEnv) {
      const terminal = openTerminal(['list'], { ...env, ...more });
      await terminal.ended;
      return terminal.written();
    }
    expect(await list({})).toContain('\x1b[36mplanning\x1b[39m');
    expect(await list({ NO_COLOR: '1' })).not.toContain('\x1b');
    expect(await list({ FORCE_COLOR: '0' })).not.toContain('\x1b');
  });
});
