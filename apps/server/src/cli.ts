import { existsSync, readFileSync } from 'node:fs';
import { createCommandLine, runCommand } from '@tfe-admin-runs/http';
import { printAudit } from './audit.ts';
import { DataError } from './database.ts';
import { createProgress } from './progress.ts';
import type { Seed } from './seed.ts';
import { type Server, start } from './server.ts';
import { isLoopback } from './test-surface.ts';
import { tokenProblem } from './tokens.ts';

const name = 'tfe-admin-runs-server';
const usage = `Usage: ${name} [options] [-- COMMAND …]
       ${name} audit --data FILE

Serves Terraform Enterprise's Admin Runs API with a world of runs in it, or runs COMMAND against it: with TFE_ADDRESS
and TFE_TOKEN (a site administrator's) set, on a free port, and with the command's own exit status.
audit prints who force-canceled what, one line of JSON each.

  --port PORT          the port to listen on; 0 picks a free one (default 8080)
  --host HOST          the address to listen on (default 127.0.0.1, this machine alone)
  --data FILE          keep everything in this file; without it, it is in memory and gone at the end
  --seed WORLD         what an empty database begins with: demo (default in memory), empty (default with --data), or a
                       number of runs
  --admin-token TOKEN  a site administrator's token; better set ADMIN_TOKEN, for other users of the machine see options
  --user-token TOKEN   the token of somebody who is no administrator, and gets 404; better set USER_TOKEN
                       (in memory both are made up and printed unless you set them; with --data the
                       administrator's must be set)
  --rate-limit N       requests a second for each token; 0 is no limit (default 0 in memory, 30 with --data)
  --trust-proxy        believe X-Forwarded-Proto and X-Forwarded-Host, for a proxy before the server sets them
  --cors-origin ORIGIN let pages of this origin use the server from browsers; * lets those of any
  --test-surface       let tests reset the world, add runs, cause failures and read requests below /_test/
  --verbose            log each request, not only changes and failures, as JSON to standard error
  --version            print the version
  --help               print this`;

const { fail, readOptions, divide, readPort, failToListen } = createCommandLine(name);

const string = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

function readSeed(text: string): Seed {
  if (text === 'demo' || text === 'empty') return text;
  if (/^\d{1,8}$/.test(text)) return Number(text);
  return fail(`--seed must be demo, empty or a number of runs up to 99999999, not ${text}`, 2);
}

function readLimit(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return fail(`--rate-limit must be a whole number, 0 for no limit, not ${text}`, 2);
}

function readToken(option: string, given: string | undefined, variable: string): string | undefined {
  const token = given ?? (process.env[variable] || undefined);
  const problem = token === undefined ? undefined : tokenProblem(token);
  return problem ? fail(`${given === undefined ? variable : option}: ${problem}`, 2) : token;
}

function readEverything(args: string[]) {
  const values = readOptions(args, {
    ...{
      port: string,
      data: string,
      seed: string,
      'rate-limit': string,
      'cors-origin': string,
      'admin-token': string,
      'user-token': string,
    },
    ...{ 'trust-proxy': flag, 'test-surface': flag, verbose: flag, version: flag, help: flag },
    host: { type: 'string', default: '127.0.0.1' },
  });
  const { data, host } = values;
  const adminToken = readToken('--admin-token', values['admin-token'], 'ADMIN_TOKEN');
  const userToken = readToken('--user-token', values['user-token'], 'USER_TOKEN');
  if (values.help || values.version) return { ...values, adminToken, userToken, seed: undefined, rateLimit: 0 };
  if (data === '') fail('--data must name a file', 2);
  if (adminToken !== undefined && adminToken === userToken)
    fail('the administrator and the user have the same token; give them two', 2);
  if (data !== undefined && adminToken === undefined)
    fail(
      'with --data, set ADMIN_TOKEN to the token of a site administrator; one made up would change with each start',
      2,
    );
  if (values['test-surface'] && !isLoopback(host))
    fail(`--test-surface is for this machine alone: --host must be a loopback address, not ${host}`, 2);
  return {
    ...values,
    adminToken,
    userToken,
    seed: values.seed === undefined ? undefined : readSeed(values.seed),
    rateLimit: readLimit(values['rate-limit'] ?? (data === undefined ? '0' : '30')),
  };
}

async function serve(args: string[]): Promise<void> {
  const { own, command, commandArgs } = divide(args);
  const { adminToken, userToken, seed, data, host, ...options } = readEverything(own);
  if (options.help) return console.log(usage);
  if (options.version) return console.log(versionOfPackage());
  const port = readPort(options.port ?? (command === undefined ? '8080' : '0'));

  const progress = createProgress(typeof seed === 'number' ? seed : 0);
  const server = await start(
    {
      ...{ port, host, rateLimit: options.rateLimit, trustProxy: options['trust-proxy'] },
      ...{ testSurface: options['test-surface'], verbose: options.verbose, log: (line: string) => console.error(line) },
      ...(options['cors-origin'] !== undefined && { corsOrigin: options['cors-origin'] }),
      ...(data !== undefined && { data }),
      ...(seed !== undefined && { seed }),
      ...(adminToken !== undefined && { adminToken }),
      ...(userToken !== undefined && { userToken }),
    },
    { journal: options['test-surface'], ...(progress && { progress }) },
  ).catch((error) => (error instanceof DataError ? fail(error.message, 1) : failToListen(error, host, port)));

  if (command !== undefined)
    return runCommand(name, command, commandArgs, { TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken });
  // Without a listener, the first process of a container ignores these signals.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(server));
  console.log([`${name} listens on ${server.url}`, ...madeUp(server, adminToken, userToken, data)].join('\n'));
}

function madeUp(server: Server, adminToken?: string, userToken?: string, data?: string): string[] {
  if (data !== undefined) return [];
  return [
    ...(adminToken === undefined ? [`ADMIN_TOKEN=${server.adminToken}`] : []),
    ...(userToken === undefined ? [`USER_TOKEN=${server.userToken}`] : []),
  ];
}

/** Whoever asked to stop waits for a second at the most; asked again, not at all. */
async function stop(server: Server): Promise<void> {
  process.on('SIGINT', () => process.exit());
  await server.close(800);
  process.exit();
}

function audit(args: string[]): void {
  const options = readOptions(args, { data: string, help: flag });
  if (options.help) {
    console.log(usage);
    return;
  }
  const { data = fail('audit needs --data FILE, the file of a server', 2) } = options;
  if (!existsSync(data)) fail(`there is no file ${data}`, 1);
  try {
    printAudit(data);
  } catch (error) {
    if (error instanceof DataError) fail(error.message, 1);
    throw error;
  }
}

function versionOfPackage(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'audit') audit(rest);
else await serve(process.argv.slice(2));
