import { existsSync } from 'node:fs';
import {
  createCommandLine,
  endWhenOutputCloses,
  ignoreClosedOutputs,
  onStopSignals,
  runCommand,
} from '@tfe-admin-runs/command';
import { version } from './files.ts';
import { type Server, start } from './server.ts';
import { InvalidOption, type ServerOptions } from './server-options.ts';
import { readAuditOfFile, toAuditLine } from './store/audit.ts';
import { backUp } from './store/backup.ts';
import { DataError } from './store/database.ts';
import { createProgress } from './world/progress.ts';

const name = 'tfe-admin-runs-server';
const usage = `Usage: ${name} [options] [-- COMMAND …]
       ${name} audit --data FILE
       ${name} backup --data FILE --to FILE

Serves Terraform Enterprise's Admin Runs API with runs in it, or runs COMMAND against it on a free port, with TFE_ADDRESS
and TFE_TOKEN (a site administrator's) set, and ends with the exit code of COMMAND.
audit prints who force-canceled which run, one line of JSON each; backup copies a data file as it is at one moment. Both
work while a server uses the file.

  --port PORT          port to listen on; 0 picks a free one (default 8080)
  --host HOST          address to listen on (default 127.0.0.1: only this machine can connect)
  --data FILE          file that keeps the data (default: in memory, lost at the end)
  --seed WORLD         what an empty database begins with: demo (default in memory), empty (default with --data), or a
                       number of runs
  --admin-token TOKEN  token of a site administrator; prefer the ADMIN_TOKEN variable, which other users of the
                       machine cannot see
  --user-token TOKEN   token of a non-admin user (gets 404); prefer the USER_TOKEN variable
                       (without --data, random tokens are printed unless you set them; with --data, the
                       administrator's token is required)
  --rate-limit N       requests per second for each token; 0 is no limit (default 0 in memory, 30 with --data)
  --trust-proxy        trust X-Forwarded-Proto and X-Forwarded-Host, if a proxy in front of the server sets them
  --cors-origin ORIGIN let pages of this origin use the server from browsers; * allows any origin
  --test-surface       let tests reset the world, add runs, inject failures and read requests below /_test/
  --verbose            log each request too, as JSON to standard error
  --version            print the version
  --help               print this help

Exit codes: 0 ended by a signal, 1 cannot listen or use the file, 2 invalid option.`;

const { fail, failUsage, readOptions, splitAtCommand, readPort, failToListen } = createCommandLine(name);

const string = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

const serveOptions = {
  port: string,
  host: { type: 'string', default: '127.0.0.1' },
  data: string,
  seed: string,
  'admin-token': string,
  'user-token': string,
  'rate-limit': string,
  'trust-proxy': flag,
  'cors-origin': string,
  'test-surface': flag,
  verbose: flag,
  version: flag,
  help: flag,
} as const;

type Values = ReturnType<typeof readOptions<typeof serveOptions>>;

async function main(args: string[]): Promise<void> {
  const [first, ...rest] = args;
  if (first === 'audit') return audit(rest);
  if (first === 'backup') return backup(rest);

  ignoreClosedOutputs();
  const { own, command } = splitAtCommand(args);
  const values = readOptions(own, serveOptions);
  if (values.help) return console.log(usage);
  if (values.version) return console.log(version);
  const options = toServerOptions(values, readPort('--port', values.port ?? (command ? '0' : '8080')));
  if (options.data && options.adminToken === undefined)
    failUsage(
      'with --data, set ADMIN_TOKEN to the token of a site administrator; a random one would change every time',
    );

  const server = await startOrFail(options, values);
  if (command) {
    const { url, adminToken, userToken } = server;
    const variables = { TFE_ADDRESS: url, TFE_TOKEN: adminToken, USER_TOKEN: userToken };
    const code = await runCommand(name, command, variables);
    // Only a closed file is complete: until then, changes can be in its write-ahead log.
    await server.close();
    process.exit(code);
  }
  onStopSignals(() => void stop(server));
  console.log([`${name} listens on ${server.url}`, ...randomTokens(server, options)].join('\n'));
}

function toServerOptions(values: Values, port: number): ServerOptions & { port: number; host: string } {
  const { data, seed } = values;
  const { env } = process;
  const defaultRateLimit = data === undefined ? '0' : '30';
  return {
    port,
    host: values.host,
    data,
    seed: seed === undefined ? undefined : (numberOrText(seed) as ServerOptions['seed']),
    adminToken: values['admin-token'] ?? (env.ADMIN_TOKEN || undefined),
    userToken: values['user-token'] ?? (env.USER_TOKEN || undefined),
    rateLimit: numberOrText(values['rate-limit'] ?? defaultRateLimit) as number,
    trustProxy: values['trust-proxy'],
    corsOrigin: values['cors-origin'],
    testSurface: values['test-surface'],
    verbose: values.verbose,
    log: (line) => console.error(line),
  };
}

/** Text that is not a number is kept, so that the message about it can quote it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

async function startOrFail(options: ServerOptions & { port: number; host: string }, values: Values): Promise<Server> {
  const { seed, testSurface, host, port } = options;
  const onProgress = createProgress(typeof seed === 'number' ? seed : 0);
  try {
    return await start(options, { recordRequests: testSurface, onProgress });
  } catch (error) {
    if (error instanceof InvalidOption) return failUsage(`${nameOf(error.option, values)} ${error.problem}`);
    if (error instanceof DataError) return fail(error.message);
    return failToListen(error as NodeJS.ErrnoException, { host, port });
  }
}

/** The name by which a user of the command gave an option: a flag, or the variable of a token. */
function nameOf(option: keyof ServerOptions, values: Values): string {
  if (option === 'adminToken' && values['admin-token'] === undefined) return 'ADMIN_TOKEN';
  if (option === 'userToken' && values['user-token'] === undefined) return 'USER_TOKEN';
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function randomTokens(server: Server, { data, adminToken, userToken }: ServerOptions): string[] {
  if (data !== undefined) return [];
  const lines: string[] = [];
  if (adminToken === undefined) lines.push(`ADMIN_TOKEN=${server.adminToken}`);
  if (userToken === undefined) lines.push(`USER_TOKEN=${server.userToken}`);
  return lines;
}

/** Ends within a second at the first signal, and at once at the second. */
async function stop(server: Server): Promise<void> {
  onStopSignals(() => process.exit());
  await server.close(800);
  process.exit();
}

async function audit(args: string[]): Promise<void> {
  const { data } = readFileOptions('audit', args, { data: 'the data file of a server' });
  endWhenOutputCloses();
  for (const entry of await readAuditOfFile(data).catch(failAboutData)) process.stdout.write(`${toAuditLine(entry)}\n`);
}

async function backup(args: string[]): Promise<void> {
  const { data, to } = readFileOptions('backup', args, { data: 'the data file of a server', to: 'the file to create' });
  await backUp(data, to).catch(failAboutData);
}

/** Reads the options of a command that works on files. All of them are required, and `data` must exist. */
function readFileOptions<Name extends string>(command: string, args: string[], wanted: Record<Name | 'data', string>) {
  const options = Object.fromEntries(Object.keys(wanted).map((option) => [option, string]));
  const values = readOptions(args, { ...options, help: flag }) as Record<string, string | boolean | undefined>;
  if (values.help) {
    console.log(usage);
    process.exit();
  }
  for (const [option, what] of Object.entries(wanted))
    if (!values[option]) failUsage(`${command} needs --${option} FILE, ${what}`);
  if (!existsSync(values.data as string)) fail(`there is no file ${values.data}`);
  return values as Record<Name | 'data', string>;
}

function failAboutData(error: unknown): never {
  if (error instanceof DataError) fail(error.message);
  throw error;
}

await main(process.argv.slice(2));
