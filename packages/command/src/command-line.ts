import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { writeError } from './process.ts';

/** Exit codes of every command except `packages/cli`, which has its own. */
export const exitCodes = { failure: 1, usage: 2 } as const;

function listOptions(options: ParseArgsOptionsConfig): string {
  return Object.keys(options)
    .map((option) => `--${option}`)
    .join(', ');
}

/** Reads the command line of the program `name`. Any mistake is reported in one line and ends the process. */
export function createCommandLine(name: string) {
  function fail(message: string): never {
    return end(message, exitCodes.failure);
  }

  function failUsage(message: string): never {
    return end(message, exitCodes.usage);
  }

  function end(message: string, code: number): never {
    writeError(`${name}: ${message}`);
    process.exit(code);
  }

  function readOptions<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
    try {
      return parseArgs({ args, options }).values;
    } catch (error) {
      const [firstSentence] = (error as Error).message.split('. ');
      const hint = 'help' in options ? '--help lists the options' : `the options are ${listOptions(options)}`;
      return failUsage(`${firstSentence}; ${hint}`);
    }
  }

  /** Splits the arguments at `--` into the program's own and the command to run, which must not be empty. */
  function splitAtCommand(args: string[]): { own: string[]; command: Command | undefined } {
    const end = args.indexOf('--');
    if (end === -1) return { own: args, command: undefined };
    const [file, ...commandArgs] = args.slice(end + 1);
    return { own: args.slice(0, end), command: { file: file || failUsage('no command after --'), args: commandArgs } };
  }

  function readPort(option: string, text: string): number {
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    return failUsage(`${option} must be a whole number from 0 to 65535, not ${text}`);
  }

  /** Reports why an address cannot be listened on, and which option helps. Rethrows any other error. */
  function failToListen(error: NodeJS.ErrnoException, address: OptionalAddress): never {
    if (!error.code) throw error;
    return fail(explainListenError(error, address));
  }

  return { fail, failUsage, readOptions, splitAtCommand, readPort, failToListen };
}

export interface Command {
  file: string;
  args: string[];
}

interface OptionalAddress {
  port: number;
  host: string;
  /** The option that sets the port; `--port` by default. */
  portOption?: string;
}

function explainListenError(
  error: NodeJS.ErrnoException,
  { port, host, portOption = '--port' }: OptionalAddress,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is taken; choose another with ${portOption}, or ${portOption} 0 for a free one`;
    case 'EACCES':
      return `port ${port} is not permitted; choose another with ${portOption}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine; choose another with --host`;
    default:
      return error.message;
  }
}
