import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from './command-line.ts';
import { replaceListeners, writeError } from './process.ts';

/** Exit codes as in a shell. */
const notExecutable = 126;
const notFound = 127;
const endedBySignal = 128;

/** Signals that a terminal or a supervisor sends to stop a program, to dump it, or to make it reread its configuration. */
const passedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/**
 * Runs a command with additional environment variables, and passes signals on to it. Resolves to its exit code: 128 + n
 * if signal n ended it, 127 if there is no such command. `name` begins the messages.
 */
export function runCommand(name: string, { file, args }: Command, variables: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...variables } });

  for (const signal of passedSignals)
    replaceListeners(signal, () => {
      // A terminal sends these to the command too, and many programs stop cleaning up at the second one.
      const isFromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT');
      if (!isFromTerminal) child.kill(signal);
    });

  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      writeError(`${name}: ${isMissing ? `no command ${file}` : `cannot run ${file}: ${error.message}`}`);
      resolve(isMissing ? notFound : notExecutable);
    });
    child.on('exit', (code, signal) => resolve(code ?? endedBySignal + constants.signals[signal as NodeJS.Signals]));
  });
}
