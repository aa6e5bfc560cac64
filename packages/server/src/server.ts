import { assertFree, createRequestLog, serve, withCors } from '@tfe-admin-runs/http';
import type { Run } from '@tfe-admin-runs/types';
import { createApp } from './app.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createTokens } from './http/tokens.ts';
import { createLog } from './log.ts';
import { resolveOptions } from './options.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { createHandlers } from './runs/handlers.ts';
import type { ServerOptions } from './server-options.ts';
import type { Database } from './store/database.ts';
import { openPostgres } from './store/postgres.ts';
import { openFile, openMemory } from './store/sqlite.ts';
import { createStore } from './store/store.ts';
import { createTestFunctions } from './test-surface/functions.ts';
import { createInjectedFailures, type InjectedFailure } from './test-surface/injected-failures.ts';
import { createTestSurface } from './test-surface/routes.ts';
import type { NewRun } from './world/new-run.ts';
import { seedStore } from './world/seed.ts';

/** A running server. `await using` closes it at the end of the block. */
export interface Server extends AsyncDisposable {
  /** `http://HOST:PORT`, without a trailing slash. */
  readonly url: string;
  readonly adminToken: string;
  readonly userToken: string;
  /**
   * The latest requests since the start or the last reset, oldest first, without their secrets: at most 1,000, and
   * 16 MiB in all.
   */
  readonly requests: readonly RecordedRequest[];
  /** Restores the seed, as old as it was at the start. Drops injected failures, recorded requests and the audit trail. */
  reset(): Promise<void>;
  /**
   * Adds a run, and returns it as the API shows it.
   *
   * @throws {InvalidArgument} that says what is wrong with `run`.
   */
  createRun(run?: NewRun): Promise<Run>;
  /**
   * Makes the next responses of an operation fail.
   *
   * @throws {InvalidArgument} that says what is wrong with `failure`.
   */
  injectFailure(failure: InjectedFailure): void;
  /**
   * Accepts no further connection, lets requests in flight finish for `grace` milliseconds (0 by default), and closes
   * the database. May be called twice.
   */
  close(grace?: number): Promise<void>;
}

/** @internal What the command wants beyond the options. */
export interface Internals {
  /** Called while the database is filled, with the number of runs so far. */
  onProgress?: ((runs: number) => void) | undefined;
  /** Whether requests are recorded; true by default. */
  recordRequests?: boolean | undefined;
}

function openDatabase({ data, database, schema, testSurface }: ReturnType<typeof resolveOptions>): Promise<Database> {
  if (database !== undefined) return openPostgres({ url: database, schema, mustBeOwn: testSurface });
  return data === undefined ? openMemory() : openFile(data);
}

/** @internal */
export async function start(options: ServerOptions, internals: Internals): Promise<Server> {
  const { onProgress, recordRequests = true } = internals;
  const resolved = resolveOptions(options);
  const { port, host, data, seed, adminToken, userToken, now, rateLimit, corsOrigin, timeout } = resolved;

  // A taken port is reported at once, and a readiness poll is refused until the world is there.
  await assertFree({ port, host });

  const log = createLog(options.log, options.verbose ?? false);
  const store = createStore(await openDatabase(resolved));
  try {
    const failures = createInjectedFailures();
    const { requests, add } = createRequestLog();
    const testFunctions = createTestFunctions({ store, failures, requests, seed, now });
    const app = createApp({
      handlers: createHandlers({ store, now, onChange: log.info }),
      identify: createTokens({ adminToken, userToken }),
      limit: rateLimit > 0 ? createRateLimit(rateLimit, now) : undefined,
      trustProxy: resolved.trustProxy,
      failures,
      testSurface: options.testSurface ? createTestSurface(testFunctions) : undefined,
      check: store.check,
      onResponse(request, { status }) {
        if (recordRequests && !request.path.startsWith('/_')) add(request, status);
      },
      log,
    });
    const handle = corsOrigin ? withCors(app, (origin) => corsOrigin === '*' || corsOrigin === origin) : app;

    if (await store.isEmpty()) await seedStore(store, seed, now(), onProgress);
    else if (options.seed !== undefined) log.info('not seeded, because the database holds data already', { data });
    await store.ready();
    const listening = await serve({ port, host, handle, timeout });
    log.debug('listening', { url: listening.url });

    let closed: Promise<void> | undefined;
    async function closeAll(grace: number): Promise<void> {
      await listening.close(grace);
      failures.close();
      await store.close();
    }
    function close(grace = 0): Promise<void> {
      closed ??= closeAll(grace);
      return closed;
    }
    return {
      ...testFunctions,
      url: listening.url,
      adminToken,
      userToken,
      close,
      [Symbol.asyncDispose]: () => close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
