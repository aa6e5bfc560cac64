import { CommanderError } from '@commander-js/extra-typings';
import { printable } from '@tfe-admin-runs/command';
import { CommandError, explain } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { createProgram, programName } from './program.ts';

/** Runs the command line, and returns the exit code. Every error is reported on stderr. */
export async function run(args: readonly string[], host: Host): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = createProgram(host, (code) => {
    exitCode = code;
  });
  try {
    if (args.length === 0) program.help({ error: true });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has written its message.
    if (error instanceof CommanderError) return error.exitCode;
    return report(error, host, program.opts().verbose === true);
  }
}

function report(error: unknown, host: Host, isVerbose: boolean): number {
  const { message, exitCode } = explain(error);
  const stack = isVerbose && error instanceof Error && !(error instanceof CommandError) ? `\n${error.stack}` : '';
  const lines = `${message}${stack}`.split('\n').map(printable);
  host.stderr.write(`${programName}: ${lines.join('\n')}\n`);
  return exitCode;
}
