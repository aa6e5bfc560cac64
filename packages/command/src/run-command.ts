import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from './command-line.ts';

/** Exit codes as a shell gives them. */
const notExecutable = 126;
const notFound = 127;
const endedBySignal = 128;

/**
 * Runs a command with additional environment variables, passes signals on to it, and ends this process with the
 * command's exit code: 128 + n if signal n ended it, 127 if there is no such command. `name` begins the messages.
 */
export function runCommand(name: string, { file, args }: Command, variables: NodeJS.ProcessEnv): void {
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...variables } });

  child.on('error', (error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT';
    console.error(`${name}: ${isMissing ? `no command ${file}` : `cannot run ${file}: ${error.message}`}`);
    process.exit(isMissing ? notFound : notExecutable);
  });
  child.on('exit', (code, signal) => process.exit(code ?? endedBySignal + constants.signals[signal as NodeJS.Signals]));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the command too, and many programs stop cleaning up at the second one.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
}
