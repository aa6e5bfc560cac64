import { isIPv4 } from 'node:net';
import { isToken, makeToken } from './http/tokens.ts';
import { InvalidOption, type ServerOptions } from './server-options.ts';
import type { Location } from './store/open.ts';

const optionNames = [
  'port',
  'host',
  'data',
  'database',
  'schema',
  'seed',
  'adminToken',
  'userToken',
  'tokens',
  'rateLimit',
  'trustProxy',
  'corsOrigin',
  'metricsPort',
  'metricsHost',
  'testSurface',
  'log',
  'verbose',
  'timeout',
  'now',
] as const satisfies (keyof ServerOptions)[];

const largestSeed = 99_999_999;

/** @internal Fills in the defaults. Throws an `InvalidOption` if an option is not valid. */
export function resolveOptions(options: ServerOptions) {
  if (typeof options !== 'object' || options === null) throw new TypeError('startServer takes an object of options');
  assertKnown(options);
  const { data, database, timeout, corsOrigin, tokens, testSurface = false } = options;
  const { port = 0, host = '127.0.0.1', metricsPort, metricsHost = '127.0.0.1' } = options;
  const { adminToken = makeToken(), userToken = makeToken(), rateLimit = 0 } = options;
  const isKept = data !== undefined || database !== undefined;
  const { seed = isKept ? 'empty' : 'demo' } = options;
  const location = resolveLocation(options);

  assertPort('port', port);
  assertHost('host', host);
  if (metricsPort !== undefined) assertPort('metricsPort', metricsPort);
  assertHost('metricsHost', metricsHost);
  assert(timeout === undefined || timeout > 0, 'timeout', `must be more than 0, not ${timeout}`);
  assert(isSeed(seed), 'seed', `must be demo, empty or a number of runs up to ${largestSeed}, not ${seed}`);
  assertToken('adminToken', adminToken);
  assertToken('userToken', userToken);
  assert(adminToken !== userToken, 'userToken', "must differ from the administrator's token");
  assert(tokens !== '', 'tokens', 'must name a file');
  assert(isCount(rateLimit), 'rateLimit', `must be a whole number, 0 for no limit, not ${rateLimit}`);
  if (corsOrigin !== undefined && corsOrigin !== '*') assertOrigin('corsOrigin', corsOrigin);
  if (testSurface) {
    assert(isLoopback(host), 'testSurface', `needs a loopback address such as 127.0.0.1, not ${host}`);
    const isSeedClear = !isKept || options.seed !== undefined;
    assert(isSeedClear, 'seed', 'must be given, because the test surface can reset the data to it');
    const isSchemaClear = database === undefined || options.schema !== undefined;
    assert(isSchemaClear, 'schema', 'must be given, because the test surface can reset everything in it');
  }

  const { trustProxy = false, now = Date.now, verbose = false, log } = options;
  return {
    port,
    host,
    location,
    seed,
    adminToken,
    userToken,
    tokens,
    rateLimit,
    trustProxy,
    corsOrigin,
    metricsPort,
    metricsHost,
    testSurface,
    log,
    verbose,
    timeout,
    now,
  };
}

type LocationOptions = Pick<ServerOptions, 'data' | 'database' | 'schema'>;

/** @internal Where the data is. Throws an `InvalidOption` if an option is not valid. */
export function resolveLocation({ data, database, schema = 'public' }: LocationOptions): Location {
  assert(data !== '', 'data', 'must name a file');
  assert(data === undefined || database === undefined, 'database', 'cannot be used together with a data file');
  // The URL is not quoted: it can contain a password.
  assert(
    database === undefined || isDatabaseUrl(database),
    'database',
    'must be a URL like postgres://user@host:5432/name',
  );
  const isIdentifier = /^[a-z_][a-z0-9_]{0,62}$/.test(schema);
  assert(isIdentifier, 'schema', `must be lower-case letters, digits and _, not ${schema}`);
  return { data, database, schema };
}

function assert(isValid: boolean, option: keyof ServerOptions, problem: string): void {
  if (!isValid) throw new InvalidOption(option, problem);
}

function assertKnown(options: ServerOptions): void {
  for (const name of Object.keys(options) as (keyof ServerOptions)[])
    assert(optionNames.includes(name), name, `is not an option; the options are ${optionNames.join(', ')}`);
}

function assertPort(option: keyof ServerOptions, port: number): void {
  const isPort = isCount(port) && port <= 65_535;
  assert(isPort, option, `must be a whole number from 0 to 65535, not ${port}`);
}

function assertHost(option: keyof ServerOptions, host: string): void {
  assert(typeof host === 'string' && host !== '', option, 'must be an address');
}

/** The token is not quoted. */
function assertToken(option: keyof ServerOptions, token: string): void {
  assert(isToken(token), option, 'must be visible ASCII characters, without blanks');
}

function assertOrigin(option: keyof ServerOptions, origin: string): void {
  const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
  assert(isOrigin, option, `must be * or an origin such as http://localhost:5173, not ${origin}`);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSeed(seed: unknown): boolean {
  return seed === 'demo' || seed === 'empty' || (isCount(seed) && (seed as number) <= largestSeed);
}

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

/** Whether only this machine can reach the address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
