import { setTimeout } from 'node:timers/promises';
import {
  ignoreClosedOutputs,
  onStopSignals,
  printableJson,
  replaceListeners,
  runCommand,
} from '@tfe-admin-runs/command';
import { version } from '../files.ts';
import { type CommandServer, start } from '../server.ts';
import { InvalidOption, type ServerOptions } from '../server-options.ts';
import { DataError } from '../store/data-error.ts';
import { createProgress } from '../world/progress.ts';
import {
  fail,
  failToListen,
  failUsage,
  flag,
  name,
  readOptions,
  readPort,
  splitAtCommand,
  string,
} from './command-line.ts';
import { usage } from './usage.ts';

export const serveOptions = {
  port: string,
  host: { type: 'string', default: '127.0.0.1' },
  data: string,
  database: string,
  schema: string,
  seed: string,
  'admin-token': string,
  'user-token': string,
  tokens: string,
  'rate-limit': string,
  'trust-proxy': flag,
  'cors-origin': string,
  'metrics-port': string,
  'metrics-host': string,
  drain: { type: 'string', default: '0' },
  'test-surface': flag,
  verbose: flag,
  version: flag,
  help: flag,
} as const;

type Values = ReturnType<typeof readOptions<typeof serveOptions>>;
type Options = ServerOptions & { port: number; host: string };

/** More runs than this in memory are better kept in a file. */
const manyInMemory = 50_000;

/** Serves until a signal, or while a command runs. */
export async function serve(args: string[]): Promise<void> {
  ignoreClosedOutputs();
  const { own, command } = splitAtCommand(args);
  const values = readOptions(own, serveOptions);
  if (values.help) return console.log(usage);
  if (values.version) return console.log(version);
  const options = toServerOptions(values, readPort('--port', values.port ?? (command ? '0' : '8080')));
  const drain = readSeconds('--drain', values.drain);
  assertTokens(options);
  warnOfMemory(options);

  // Without a file of tokens, SIGHUP keeps its usual meaning: the terminal was closed.
  const hasTokenFile = options.tokens !== undefined;
  let wasHungUp = false;
  if (hasTokenFile)
    process.on('SIGHUP', () => {
      wasHungUp = true;
    });

  const server = await startOrFail(options, values);
  if (command) {
    const { url, adminToken, userToken } = server;
    const variables = { TFE_ADDRESS: url, TFE_TOKEN: adminToken, USER_TOKEN: userToken };
    const code = await runCommand(name, command, variables);
    // Only a closed file is complete: until then, changes can be in its write-ahead log.
    await server.close();
    process.exit(code);
  }
  onStopSignals(() => void stop(server, drain));
  if (hasTokenFile) replaceListeners('SIGHUP', server.reloadTokens);
  // The file was read before the database was filled.
  if (wasHungUp) server.reloadTokens();
  console.log([`${name} listens on ${server.url}`, ...furtherLines(server, options)].join('\n'));
}

function toServerOptions(values: Values, port: number): Options {
  const { data, database, seed } = values;
  const { env } = process;
  const isKept = data !== undefined || database !== undefined;
  const metricsPort = values['metrics-port'];
  return {
    port,
    host: values.host,
    data,
    database,
    schema: values.schema,
    seed: seed === undefined ? undefined : (numberOrText(seed) as ServerOptions['seed']),
    adminToken: values['admin-token'] ?? (env.ADMIN_TOKEN || undefined),
    userToken: values['user-token'] ?? (env.USER_TOKEN || undefined),
    tokens: values.tokens,
    rateLimit: numberOrText(values['rate-limit'] ?? (isKept ? '30' : '0')) as number,
    trustProxy: values['trust-proxy'],
    corsOrigin: values['cors-origin'],
    metricsPort: metricsPort === undefined ? undefined : readPort('--metrics-port', metricsPort),
    metricsHost: values['metrics-host'],
    testSurface: values['test-surface'],
    verbose: values.verbose,
    log: (line) => console.error(printableJson(line)),
  };
}

/** Text that is not a number is kept, so that the message about it can quote it. */
function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function readSeconds(option: string, text: string): number {
  const seconds = Number(text);
  if (text !== '' && seconds >= 0 && seconds <= 3600) return seconds;
  return failUsage(`${option} must be a number of seconds from 0 to 3600, not ${text}`);
}

function assertTokens({ data, database, adminToken, tokens }: Options): void {
  const isKept = data || database;
  if (isKept && adminToken === undefined && tokens === undefined)
    failUsage(
      'with --data or --database, set ADMIN_TOKEN to the token of a site administrator, or name a file with --tokens; ' +
        'a random token would change every time',
    );
}

function warnOfMemory({ data, database, seed }: Options): void {
  if (data !== undefined || database !== undefined || typeof seed !== 'number' || seed <= manyInMemory) return;
  console.error(
    `${name}: with ${seed.toLocaleString('en')} runs in memory, a slow query holds up all others; with --data it does not`,
  );
}

async function startOrFail(options: Options, values: Values): Promise<CommandServer> {
  const { seed, testSurface, host, port, metricsPort, metricsHost = host } = options;
  const onProgress = createProgress(typeof seed === 'number' ? seed : 0);
  try {
    return await start(options, { recordRequests: testSurface, onProgress });
  } catch (error) {
    if (error instanceof InvalidOption) return failUsage(`${nameOf(error.option, values)} ${error.problem}`);
    if (error instanceof DataError) return fail(error.message);
    const isAboutMetrics = metricsPort !== undefined && metricsPort !== port && Object(error).port === metricsPort;
    const metricsAddress = { host: metricsHost, port: metricsPort as number, portOption: '--metrics-port' };
    return failToListen(error as NodeJS.ErrnoException, isAboutMetrics ? metricsAddress : { host, port });
  }
}

/** The name by which a user of the command gave an option: a flag, or the variable of a token. */
function nameOf(option: keyof ServerOptions, values: Values): string {
  if (option === 'adminToken' && values['admin-token'] === undefined) return 'ADMIN_TOKEN';
  if (option === 'userToken' && values['user-token'] === undefined) return 'USER_TOKEN';
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The address of the metrics, and the generated tokens. */
function furtherLines(server: CommandServer, options: Options): string[] {
  const { data, database, adminToken, userToken, tokens } = options;
  const lines = server.metricsUrl ? [`metrics are at ${server.metricsUrl}/metrics`] : [];
  const isMadeUp = data === undefined && database === undefined && tokens === undefined;
  if (isMadeUp && adminToken === undefined) lines.push(`ADMIN_TOKEN=${server.adminToken}`);
  if (isMadeUp && userToken === undefined) lines.push(`USER_TOKEN=${server.userToken}`);
  return lines;
}

/** How long requests in flight may take, and everything after them, in milliseconds. */
const grace = 800;
const patience = 950;

/** The first signal ends the process within a second after `drain` seconds, a second signal immediately. */
async function stop(server: CommandServer, drain: number): Promise<void> {
  onStopSignals(() => process.exit());
  server.beginDrain();
  await setTimeout(drain * 1000);
  // A database that does not respond must not delay the exit.
  void setTimeout(patience).then(() => process.exit());
  await server.close(grace);
  process.exit();
}
