import { type Answer, type HttpRequest, listen, type RecordedRequest, toRecord, withCors } from '@tfe-admin-runs/http';
import type { Run } from '@tfe-admin-runs/types';
import { createApp } from './app.ts';
import { openDatabase } from './database.ts';
import { createFaults, type Fault } from './faults.ts';
import { createLog } from './log.ts';
import { addNewRun, type NewRun } from './new-run.ts';
import { createRateLimit } from './rate-limit.ts';
import { toRunResource } from './resources.ts';
import { createHandlers } from './runs.ts';
import { seed as fill, type Seed } from './seed.ts';
import { createStore } from './store.ts';
import { assertOperation, assertValid, createTestSurface, isLoopback } from './test-surface.ts';
import { createTokens, makeToken, tokenProblem } from './tokens.ts';

/** How to start a server; every option has a default that suits tests. */
export interface ServerOptions {
  /** The port to listen on; 0, the default, takes any free one. */
  port?: number | undefined;
  /** The address to listen on, `127.0.0.1` by default: this machine alone. */
  host?: string | undefined;
  /** The file that keeps the data; in memory by default. */
  data?: string | undefined;
  /** What an empty database is filled with: `demo` by default, `empty` by default with `data`. */
  seed?: Seed | undefined;
  /** The token of a site administrator; made up by default. */
  adminToken?: string | undefined;
  /** The token of a user who is no administrator; made up by default. */
  userToken?: string | undefined;
  /** Requests allowed each second for each token, 0 for no limit, which is the default. */
  rateLimit?: number | undefined;
  /** Whether `X-Forwarded-Proto` and `X-Forwarded-Host` say where clients find the server; false by default. */
  trustProxy?: boolean | undefined;
  /** The origin of a page that may use the server from browsers, such as `http://localhost:5173`, or `*`; none by default. */
  corsOrigin?: string | undefined;
  /** Whether the test surface is served below `/_test/` too, on a loopback address only; false by default. */
  testSurface?: boolean | undefined;
  /** Gets a line of JSON for each change and each failure, and with `verbose` for each request; nobody by default. */
  log?: ((line: string) => void) | undefined;
  verbose?: boolean | undefined;
  /** Milliseconds in which a request must have arrived whole; 30,000 by default. */
  timeout?: number | undefined;
  /** The clock, in milliseconds since 1970; `Date.now` by default. */
  now?: (() => number) | undefined;
}

/** A server that listens. `await using` closes it at the end of the block. */
export interface Server extends AsyncDisposable {
  /** `http://HOST:PORT`, without a slash at its end. */
  readonly url: string;
  readonly adminToken: string;
  readonly userToken: string;
  /** The last 1,000 requests since the start or the last reset, oldest first, without their secrets. */
  readonly requests: readonly RecordedRequest[];
  /** Puts everything back to the seed, as old as it was at the start, and forgets faults, requests and the audit trail. */
  reset(): void;
  /** Adds a run, and gives it as the API shows it. Throws an `InvalidArgument` that says what is wrong with `run`. */
  createRun(run?: NewRun): Run;
  /** Makes the next answers of an operation fail. Throws an `InvalidArgument` that says what is wrong with `fault`. */
  addFault(fault: Fault): void;
  /**
   * Takes no further connection, lets requests in flight finish for `grace` milliseconds (0 by default), and closes the
   * database. May be called twice.
   */
  close(grace?: number): Promise<void>;
}

const journalLength = 1000;

/** What the command wants beyond the options. */
export interface Internals {
  /** Called while the database is filled, with the number of runs that are in. */
  progress?: (runs: number) => void;
  /** Whether requests are kept; true by default. */
  journal?: boolean;
}

/**
 * Starts a server. Rejects with a `DataError` if the file cannot be used, with Node's own error (`EADDRINUSE`, …) if the
 * address cannot be listened on, and with a `TypeError` if an option is wrong.
 */
export function startServer(options: ServerOptions = {}): Promise<Server> {
  return start(options, {});
}

export async function start(options: ServerOptions, { progress, journal = true }: Internals): Promise<Server> {
  const { port = 0, host = '127.0.0.1', data, rateLimit = 0, trustProxy = false, now = Date.now, timeout } = options;
  const { adminToken = makeToken(), userToken = makeToken(), seed = data === undefined ? 'demo' : 'empty' } = options;
  const problem = problemOf({ ...options, host, rateLimit, adminToken, userToken, seed });
  if (problem) throw new TypeError(problem);
  if (options.testSurface && data !== undefined && options.seed === undefined)
    throw new TypeError('the test surface can reset the world to its seed, and the file with it: say which seed');

  const log = createLog(options.log, options.verbose ?? false);
  const store = createStore(openDatabase(data));
  const faults = createFaults();
  const requests: RecordedRequest[] = [];

  function reset() {
    store.write(store.clear);
    fill(store, seed, now());
    faults.clear();
    requests.length = 0;
  }

  function createRun(run: NewRun = {}): Run {
    assertValid('newRun', run);
    return toRunResource(addNewRun(store, run, now()));
  }

  function addFault(fault: Fault) {
    assertValid('newFault', fault);
    assertOperation(fault.operation);
    faults.add(fault);
  }

  function answered(request: HttpRequest, { status }: Answer) {
    if (!journal || request.path.startsWith('/_')) return;
    requests.push(toRecord(request, status));
    if (requests.length > journalLength) requests.shift();
  }

  const functions = { reset, createRun, addFault, requests };
  const app = createApp({
    handlers: createHandlers({ store, now, changed: log.note }),
    identify: createTokens(adminToken, userToken),
    limit: rateLimit > 0 ? createRateLimit(rateLimit, now) : undefined,
    testSurface: options.testSurface ? createTestSurface(functions) : undefined,
    ...{ trustProxy, faults, answered, log },
  });

  const { corsOrigin } = options;
  const answer = corsOrigin ? withCors(app, (origin) => corsOrigin === '*' || corsOrigin === origin) : app;

  try {
    if (store.isEmpty()) fill(store, seed, now(), progress);
    else if (options.seed !== undefined) log.note('not seeded, because the file holds data already', { data });
    store.ready();
    const listening = await listen({ port, host, answer, ...(timeout !== undefined && { timeout }) });
    log.detail('listening', { url: listening.url });
    let closed: Promise<void> | undefined;
    const close = (grace = 0) => {
      closed ??= listening.close(grace).then(store.close);
      return closed;
    };
    return { ...functions, url: listening.url, adminToken, userToken, close, [Symbol.asyncDispose]: () => close() };
  } catch (error) {
    store.close();
    throw error;
  }
}

type Checked = 'host' | 'rateLimit' | 'adminToken' | 'userToken' | 'seed';

/** What is wrong with the options, in words that name the option; undefined if nothing is. */
function problemOf(
  options: ServerOptions & { [Option in Checked]: NonNullable<ServerOptions[Option]> },
): string | undefined {
  const { host, rateLimit, adminToken, userToken, seed } = options;
  if (!Number.isSafeInteger(rateLimit) || rateLimit < 0) return `rateLimit must be 0 or more, not ${rateLimit}`;
  if (seed !== 'demo' && seed !== 'empty' && !(Number.isSafeInteger(seed) && seed >= 0))
    return `seed must be demo, empty or a number of runs, not ${seed}`;
  // The tokens themselves are in no message.
  const invalid = tokenProblem(adminToken) ?? tokenProblem(userToken);
  if (invalid) return invalid;
  if (adminToken === userToken) return 'adminToken and userToken must differ, for one is no administrator';
  const { corsOrigin } = options;
  if (corsOrigin && corsOrigin !== '*' && !(URL.canParse(corsOrigin) && new URL(corsOrigin).origin === corsOrigin))
    return `corsOrigin must be * or an origin such as http://localhost:5173, without a path, not ${corsOrigin}`;
  if (options.testSurface && !isLoopback(host))
    return `the test surface is for this machine alone: host must be 127.0.0.1 or another loopback address, not ${host}`;
  return undefined;
}
