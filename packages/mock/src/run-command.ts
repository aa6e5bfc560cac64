import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Any token passes the mock; a real one in the environment must not be shown around. */
const token = 'mock-token';

/** Runs a command against the mock, and ends this process with the command's own status, 128 + n if signal n ended it. */
export const runCommand = (command: string, args: string[], url: string): void => {
  const env = { ...process.env, TFE_ADDRESS: url, TFE_TOKEN: token };
  const child = spawn(command, args, { stdio: 'inherit', env });

  child.on('error', (error: NodeJS.ErrnoException) => {
    const found = error.code !== 'ENOENT';
    console.error(
      `tfe-admin-runs-mock: ${found ? `cannot run ${command}: ${error.message}` : `no command ${command}`}`,
    );
    process.exit(found ? 126 : 127);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal as NodeJS.Signals]));

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the command itself as well, and two of them make many a program give up its cleaning.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
};
