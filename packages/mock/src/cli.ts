import { readFileSync } from 'node:fs';
import { createCommandLine, runCommand } from '@tfe-admin-runs/http';
import { toLine } from './record.ts';
import { listen } from './server.ts';

const usage = `Usage: tfe-admin-runs-mock [options] [-- COMMAND …]

Serves a mock of Terraform Enterprise's Admin Runs API, or runs COMMAND against one: with TFE_ADDRESS and TFE_TOKEN
set, on a free port, and with the command's own exit status.

  --port PORT   the port to listen on; 0 picks a free one (default 4010)
  --host HOST   the address to listen on (default 127.0.0.1, this machine alone)
  --verbose     print a line for each request to standard error
  --version     print the version
  --help        print this`;

const name = 'tfe-admin-runs-mock';
const { readOptions, divide, readPort, failToListen } = createCommandLine(name);

const log = (...recorded: Parameters<typeof toLine>) => console.error(toLine(...recorded));

const main = async (): Promise<void> => {
  const { own, command, commandArgs } = divide(process.argv.slice(2));
  const options = readOptions(own, {
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    verbose: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  const { host, verbose } = options;
  if (options.help) return console.log(usage);
  if (options.version)
    return console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
  const port = readPort(options.port ?? (command === undefined ? '4010' : '0'));

  const { url } = await listen({ port, host, record: verbose ? log : undefined }).catch((error) =>
    failToListen(error, host, port),
  );
  // Any token passes the mock; a real one in the environment must not be shown around.
  if (command !== undefined)
    return runCommand(name, command, commandArgs, { TFE_ADDRESS: url, TFE_TOKEN: 'mock-token' });
  // Without a listener, the first process of a container ignores these signals.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
  console.log(`${name} listens on ${url}`);
};

await main();
