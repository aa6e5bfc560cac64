import { homedir } from 'node:os';
import { onStopSignals, replaceListeners, writeError } from '@tfe-admin-runs/command';
import { Interrupted } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { trustSystemCertificates, useProxyFromEnvironment } from './network.ts';
import { programName } from './program.ts';
import { run } from './run.ts';

await useProxyFromEnvironment(programName);

const interrupt = new AbortController();

/** The first time, what is in flight is finished; the second time, it ends at once. */
function stop(): void {
  if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
  interrupt.abort(new Interrupted());
}

onStopSignals(stop);
// The terminal was closed.
replaceListeners('SIGHUP', stop);

let onClosedOutput: () => void = () => process.exit(exitCodes.done);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') reportLostOutput(error);
  onClosedOutput();
});

let isOutputLost = false;

/** The reader has not gone away, but the disk is full, for example: what was printed is not there, so it must not end with 0. */
function reportLostOutput({ message }: Error): void {
  if (isOutputLost) return;
  isOutputLost = true;
  writeError(`${programName}: Cannot write to stdout: ${message}`);
  process.on('exit', (code) => {
    if (code === exitCodes.done) process.exitCode = exitCodes.usage;
  });
}

let stderr: Host['stderr'] | undefined;

// The streams are opened when they are used: that takes a while.
const host: Host = {
  env: process.env,
  home: homedir(),
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  get stderr() {
    stderr ??= process.stderr.on('error', () => {});
    return stderr;
  },
  async fetch(request, init) {
    if (request.url.startsWith('https:')) await trustSystemCertificates();
    return fetch(request, init);
  },
  now: Date.now,
  uptime: () => performance.now(),
  interrupt: interrupt.signal,
  onClosedOutput(listener) {
    onClosedOutput = listener;
  },
};

process.exitCode = await run(process.argv.slice(2), host);
