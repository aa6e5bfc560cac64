import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Reads the command line of the program `name`; what is wrong with it is said in one line, and ends the process. */
export function createCommandLine(name: string) {
  /** Ends the process: 2 if an option is wrong, 1 if something else is. */
  function fail(message: string, status: number): never {
    console.error(`${name}: ${message}`);
    process.exit(status);
  }

  function readOptions<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options) {
    try {
      return parseArgs({ args, options }).values;
    } catch (error) {
      const [first] = (error as Error).message.split('. ');
      return fail(`${first}; --help lists the options`, 2);
    }
  }

  /** Divides at `--` what is the program's own from the command to run, of which there must then be one. */
  function divide(args: string[]): { own: string[]; command: string | undefined; commandArgs: string[] } {
    const end = args.indexOf('--');
    if (end === -1) return { own: args, command: undefined, commandArgs: [] };
    const [command, ...commandArgs] = args.slice(end + 1);
    return { own: args.slice(0, end), command: command ?? fail('no command after --', 2), commandArgs };
  }

  function readPort(text: string): number {
    if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
    return fail(`--port must be a whole number from 0 to 65535, not ${text}`, 2);
  }

  /** Says why an address cannot be listened on, and which option helps. */
  function failToListen(error: NodeJS.ErrnoException, host: string, port: number): never {
    return fail(explain(error, host, port), 1);
  }

  return { fail, readOptions, divide, readPort, failToListen };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `port ${port} is taken; choose another with --port, or --port 0 for a free one`;
  if (error.code === 'EACCES') return `port ${port} is not permitted; choose another with --port`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is no address of this machine; choose another with --host`;
  return error.message;
}
