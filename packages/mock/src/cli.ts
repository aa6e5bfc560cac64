import {
  createCommandLine,
  exitCodes,
  ignoreClosedOutputs,
  isConfidential,
  onStopSignals,
  runCommand,
  writeError,
} from '@tfe-admin-runs/command';
import { readOperations, version } from './files.ts';
import { toLogLine } from './log-line.ts';
import { createProxy } from './proxy.ts';
import { createReport, describeReport, toAnnotations, writeReport } from './report.ts';
import { listen } from './server.ts';

const name = 'tfe-admin-runs-mock';
const usage = `Usage: ${name} [options] [-- COMMAND …]

Serves a mock of Terraform Enterprise's Admin Runs API, or runs COMMAND against one on a free port, with TFE_ADDRESS and
TFE_TOKEN set, and ends with the exit code of COMMAND.

  --port PORT           port to listen on; 0 picks a free one (default 4010)
  --host HOST           address to listen on (default 127.0.0.1: only this machine can connect)
  --strict              end with 1 if a request was rejected, and list these requests
  --proxy URL           forward requests to an installation, check its responses, end with 1 if one is not as documented
  --allow-force-cancel  let --proxy forward force-cancels; without, it only reads
  --report FILE         at the end, write rejected requests, or what --proxy found, to a file, as JSON
  --verbose             print a line for each request to standard error
  --version             print the version
  --help                print this help

Exit codes: 0 ended by a signal, 1 cannot listen or --strict or --proxy found something, 2 invalid option.`;

const { readOptions, splitAtCommand, readPort, fail, failUsage, failToListen } = createCommandLine(name);

async function main(args: string[]): Promise<void> {
  ignoreClosedOutputs();
  const { own, command } = splitAtCommand(args);
  const options = readOptions(own, {
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    strict: { type: 'boolean', default: false },
    proxy: { type: 'string' },
    'allow-force-cancel': { type: 'boolean', default: false },
    report: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) return console.log(usage);
  if (options.version) return console.log(version);

  const { host, strict, verbose, report: reportFile } = options;
  const origin = options.proxy === undefined ? undefined : readOrigin(options.proxy);
  const allowForceCancel = options['allow-force-cancel'];
  if (allowForceCancel && !origin) failUsage('--allow-force-cancel needs --proxy');
  if (strict && origin) failUsage('--strict is about the mock, which --proxy replaces');

  const { report, add } = createReport();
  const port = readPort('--port', options.port ?? (command ? '0' : '4010'));
  const { url, close } = await listen({
    port,
    host,
    respond: origin ? createProxy({ origin, allowForceCancel, operations: readOperations() }) : undefined,
    onResponse(request, response) {
      add(request, response);
      if (verbose) console.error(toLogLine(request, response));
    },
  }).catch((error) => failToListen(error, { host, port }));

  if (command) {
    const code = await runCommand(name, command, variablesFor(url, origin));
    await close();
    const codeOfFindings = finish();
    process.exit(code || codeOfFindings);
  }
  onStopSignals(() => process.exit(finish()));
  console.log(`${name} listens on ${url}`);

  /** Reports what was found, and gives the exit code. */
  function finish(): number {
    if (reportFile !== undefined) writeReportFile(reportFile);
    const title = origin ? 'responses are not as documented' : 'requests were rejected';
    const text = strict || origin ? describeReport(report, title) : undefined;
    if (text === undefined) return 0;
    writeError(text);
    if (process.env.GITHUB_ACTIONS === 'true') writeError(toAnnotations(report, title).join('\n'));
    return exitCodes.failure;
  }

  function writeReportFile(file: string): void {
    try {
      writeReport(file, report);
    } catch (error) {
      fail(`cannot write the report: ${(error as Error).message}`);
    }
  }
}

/** The mock accepts any token, so the command does not get a real one. Through a proxy it needs its own. */
function variablesFor(url: string, origin: string | undefined): NodeJS.ProcessEnv {
  return origin ? { TFE_ADDRESS: url } : { TFE_ADDRESS: url, TFE_TOKEN: 'mock-token' };
}

/** Reads the address of an installation. The message does not quote it, because it may hold a password. */
function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (url && isConfidential(url) && url.href === `${url.origin}/`) return url.origin;
  return failUsage('--proxy must be like https://tfe.example.com, encrypted and without a user, a path or a query');
}

await main(process.argv.slice(2));
