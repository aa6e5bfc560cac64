import { isIPv4 } from 'node:net';
import { isToken, makeToken } from './http/tokens.ts';
import { InvalidOption, type ServerOptions } from './server-options.ts';

const optionNames = [
  'port',
  'host',
  'data',
  'database',
  'schema',
  'seed',
  'adminToken',
  'userToken',
  'rateLimit',
  'trustProxy',
  'corsOrigin',
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
  const resolved = {
    ...options,
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    seed: options.seed ?? (isKept(options) ? 'empty' : 'demo'),
    schema: options.schema ?? 'public',
    adminToken: options.adminToken ?? makeToken(),
    userToken: options.userToken ?? makeToken(),
    rateLimit: options.rateLimit ?? 0,
    trustProxy: options.trustProxy ?? false,
    now: options.now ?? Date.now,
  };
  const {
    port,
    timeout,
    data,
    database,
    schema,
    seed,
    adminToken,
    userToken,
    rateLimit,
    corsOrigin,
    host,
    testSurface,
  } = resolved;

  for (const name of Object.keys(options))
    if (!optionNames.includes(name as keyof ServerOptions))
      throw new InvalidOption(
        name as keyof ServerOptions,
        `is not an option; the options are ${optionNames.join(', ')}`,
      );
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidOption('port', `must be a whole number from 0 to 65535, not ${port}`);
  if (typeof host !== 'string' || host === '') throw new InvalidOption('host', 'must be an address');
  if (timeout !== undefined && !(timeout > 0))
    throw new InvalidOption('timeout', `must be more than 0, not ${timeout}`);
  if (data === '') throw new InvalidOption('data', 'must name a file');
  if (database !== undefined) assertDatabase(database, schema, data);
  if (!isSeed(seed))
    throw new InvalidOption('seed', `must be demo, empty or a number of runs up to ${largestSeed}, not ${seed}`);
  for (const [option, token] of Object.entries({ adminToken, userToken }))
    if (!isToken(token))
      throw new InvalidOption(option as keyof ServerOptions, 'must be visible ASCII characters, without blanks');
  if (adminToken === userToken) throw new InvalidOption('userToken', "must differ from the administrator's token");
  if (!Number.isSafeInteger(rateLimit) || rateLimit < 0)
    throw new InvalidOption('rateLimit', `must be a whole number, 0 for no limit, not ${rateLimit}`);
  if (corsOrigin !== undefined && corsOrigin !== '*' && !isOrigin(corsOrigin))
    throw new InvalidOption('corsOrigin', `must be * or an origin such as http://localhost:5173, not ${corsOrigin}`);
  if (testSurface) {
    if (!isLoopback(host))
      throw new InvalidOption('testSurface', `needs a loopback address such as 127.0.0.1, not ${host}`);
    if (isKept(options) && options.seed === undefined)
      throw new InvalidOption('seed', 'must be given, because the test surface can reset the data to it');
    if (database !== undefined && options.schema === undefined)
      throw new InvalidOption('schema', 'must be given, because the test surface can reset everything in it');
  }
  return resolved;
}

/** Whether the data outlives the server. */
export function isKept({ data, database }: Pick<ServerOptions, 'data' | 'database'>): boolean {
  return data !== undefined || database !== undefined;
}

/** The URL is not quoted: it can contain a password. */
function assertDatabase(database: string, schema: string, data: string | undefined): void {
  if (data !== undefined) throw new InvalidOption('database', 'cannot be used together with a data file');
  if (!/^postgres(ql)?:\/\//.test(database) || !URL.canParse(database))
    throw new InvalidOption('database', 'must be a URL like postgres://user@host:5432/name');
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new InvalidOption('schema', `must be lower-case letters, digits and _, not ${schema}`);
}

function isSeed(seed: unknown): boolean {
  if (seed === 'demo' || seed === 'empty') return true;
  return Number.isSafeInteger(seed) && (seed as number) >= 0 && (seed as number) <= largestSeed;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** Whether only this machine can reach the address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
