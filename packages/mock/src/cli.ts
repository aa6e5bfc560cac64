import { createCommandLine, ignoreClosedOutputs, onStopSignals, runCommand } from '@tfe-admin-runs/command';
import { version } from './files.ts';
import { toLogLine } from './log-line.ts';
import { listen } from './server.ts';

const name = 'tfe-admin-runs-mock';
const usage = `Usage: ${name} [options] [-- COMMAND …]

Serves a mock of Terraform Enterprise's Admin Runs API, or runs COMMAND against one on a free port, with TFE_ADDRESS and
TFE_TOKEN set, and ends with the exit code of COMMAND.

  --port PORT   port to listen on; 0 picks a free one (default 4010)
  --host HOST   address to listen on (default 127.0.0.1: only this machine can connect)
  --verbose     print a line for each request to standard error
  --version     print the version
  --help        print this help

Exit codes: 0 ended by a signal, 1 cannot listen, 2 invalid option.`;

const { readOptions, splitAtCommand, readPort, failToListen } = createCommandLine(name);

async function main(args: string[]): Promise<void> {
  ignoreClosedOutputs();
  const { own, command } = splitAtCommand(args);
  const options = readOptions(own, {
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    verbose: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) return console.log(usage);
  if (options.version) return console.log(version);

  const { host, verbose } = options;
  const port = readPort('--port', options.port ?? (command ? '0' : '4010'));
  const { url, close } = await listen({
    port,
    host,
    onResponse: verbose ? (request, response) => console.error(toLogLine(request, response)) : undefined,
  }).catch((error) => failToListen(error, { host, port }));

  // The mock accepts any token, so the command does not get a real one.
  if (command) {
    const code = await runCommand(name, command, { TFE_ADDRESS: url, TFE_TOKEN: 'mock-token' });
    await close();
    process.exit(code);
  }
  onStopSignals(() => process.exit());
  console.log(`${name} listens on ${url}`);
}

await main(process.argv.slice(2));
