// A signal does not end process 1 of a container unless the program has a handler. The commands install one in their first
// statement, and nothing blocks it: not loading, not filling a file, not serving.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const unshare = ['unshare', '--pid', '--fork', '--kill-child'];
const { status } = spawnSync(unshare[0] as string, [...unshare.slice(1), 'true']);
const isForbidden = status !== 0;
if (isForbidden) console.warn('NOT TESTED: signals to process 1, because `unshare --pid` is forbidden here');

let longest = 0;
afterAll(() => console.log(`signals: the slowest end took ${Math.round(longest)} ms`));

/** Writes to descriptor 3 when the program has a handler for SIGTERM. */
const marker = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  const { on } = process;
  let isMarked = false;
  process.on = function (event, listener) {
    const result = on.call(this, event, listener);
    if (event === 'SIGTERM' && !isMarked) writeSync(3, 'x');
    if (event === 'SIGTERM') isMarked = true;
    return result;
  };`)}`;

/** Runs a command as process 1 of a new namespace. */
function runAsInit(bin: string, args: string[]): ChildProcess {
  const program = [process.execPath, '--import', marker, join(root, bin), ...args];
  const [file = '', ...rest] = [...unshare, ...program];
  const env = { ...process.env, ADMIN_TOKEN: 'the-admin' };
  const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The ID, outside of the namespace, of the process that `unshare` has forked. */
function initOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}

async function endsAt(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const ended = once(child, 'exit');
  const sent = performance.now();
  process.kill(initOf(child), signal);
  const [code] = await ended;
  longest = Math.max(longest, performance.now() - sent);
  return code;
}

const commands: [name: string, bin: string, args: (folder: string) => string[]][] = [
  ['the mock', 'packages/mock/bin/tfe-admin-runs-mock.js', () => ['--port', '0']],
  ['the server', 'packages/server/bin/tfe-admin-runs-server.js', () => ['--port', '0', '--seed', '30000']],
  [
    'the server with a file',
    'packages/server/bin/tfe-admin-runs-server.js',
    (folder) => ['--port', '0', '--data', join(folder, 'runs.db'), '--seed', '200000'],
  ],
];

describe.skipIf(isForbidden)('as process 1', () => {
  describe.each(commands)('%s', (_name, bin, args) => {
    test.each([0, 10, 30, 60, 100, 150, 300, 600, 1200, 2500])('ends %i ms after it has a handler', async (delay) => {
      using folder = temporaryFolder();
      const child = runAsInit(bin, args(folder.path));
      await once(child.stdio[3] as Readable, 'data');
      await setTimeout(delay);
      expect(await endsAt(child, delay % 20 === 0 ? 'SIGTERM' : 'SIGINT')).toBe(0);
    });

    test('ends while it serves', async () => {
      using folder = temporaryFolder();
      const child = runAsInit(bin, args(folder.path));
      await once(child.stdout as Readable, 'data');
      expect(await endsAt(child, 'SIGTERM')).toBe(0);
    });
  });
});
