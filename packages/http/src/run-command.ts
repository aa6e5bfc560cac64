import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a command with more variables in its environment, passes signals on to it, and ends this process with the
 * command's own status, 128 + n if signal n ended it, 127 if there is no such command. `name` begins what it says.
 */
export function runCommand(name: string, command: string, args: string[], variables: NodeJS.ProcessEnv): void {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...variables } });

  child.on('error', (error: NodeJS.ErrnoException) => {
    const found = error.code !== 'ENOENT';
    console.error(`${name}: ${found ? `cannot run ${command}: ${error.message}` : `no command ${command}`}`);
    process.exit(found ? 126 : 127);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal as NodeJS.Signals]));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the command itself as well, and two of them make many a program give up its cleaning.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
}
