import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { toLine } from './record.ts';
import { runCommand } from './run-command.ts';
import { listen } from './server.ts';

const usage = `Usage: tfe-admin-runs-mock [options] [-- COMMAND …]

Serves a mock of Terraform Enterprise's Admin Runs API, or runs COMMAND against one: with TFE_ADDRESS and TFE_TOKEN
set, on a free port, and with the command's own exit status.

  --port PORT   the port to listen on; 0 picks a free one (default 4010)
  --host HOST   the address to listen on (default 127.0.0.1, this machine alone)
  --verbose     print a line for each request to standard error
  --version     print the version
  --help        print this`;

const fail = (message: string, status: number): never => {
  console.error(`tfe-admin-runs-mock: ${message}`);
  process.exit(status);
};

const readOptions = (args: string[]) => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        verbose: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    const [first] = (error as Error).message.split('. ');
    return fail(`${first}; --help lists the options`, 2);
  }
};

const readPort = (text: string): number =>
  /^\d{1,5}$/.test(text) && Number(text) < 65_536
    ? Number(text)
    : fail(`--port must be a whole number from 0 to 65535, not ${text}`, 2);

const explain = (error: NodeJS.ErrnoException, host: string, port: number): string => {
  if (error.code === 'EADDRINUSE')
    return `port ${port} is taken; choose another with --port, or --port 0 for a free one`;
  if (error.code === 'EACCES') return `port ${port} is not permitted; choose another with --port`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is no address of this machine; choose another with --host`;
  return error.message;
};

const log = (...recorded: Parameters<typeof toLine>) => console.error(toLine(...recorded));

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const end = args.indexOf('--');
  const { port: portText, host, verbose, version, help } = readOptions(end === -1 ? args : args.slice(0, end));
  const [command, ...commandArgs] = end === -1 ? [] : args.slice(end + 1);
  if (help) return console.log(usage);
  if (version)
    return console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
  if (end !== -1 && command === undefined) fail('no command after --', 2);
  const port = readPort(portText ?? (command === undefined ? '4010' : '0'));

  const { url } = await listen({ port, host, record: verbose ? log : undefined }).catch((error) =>
    fail(explain(error, host, port), 1),
  );
  if (command !== undefined) return runCommand(command, commandArgs, url);
  // Without a listener, the first process of a container ignores these signals.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
  console.log(`tfe-admin-runs-mock listens on ${url}`);
};

await main();
