import { assertFree, createRequestLog, serve, withCors } from '@tfe-admin-runs/http';
import type { Run } from '@tfe-admin-runs/types';
import { createApp } from './app.ts';
import { facts } from './files.ts';
import { createHandlers } from './handlers.ts';
import { createEndpoints } from './http/endpoint.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createTokens } from './http/tokens.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { resolveOptions } from './options.ts';
import { createPlatformEndpoints } from './platform.ts';
import type { RecordedRequest } from './recorded-request.ts';
import type { ServerOptions } from './server-options.ts';
import type { OnProgress } from './store/database.ts';
import { createLister } from './store/lister.ts';
import { open } from './store/open.ts';
import { createStore } from './store/store.ts';
import { createTestFunctions } from './test-surface/functions.ts';
import { createInjectedFailures, type InjectedFailure } from './test-surface/injected-failures.ts';
import { createTestSurface } from './test-surface/routes.ts';
import { fillApart } from './world/fill-apart.ts';
import type { NewRun } from './world/new-run.ts';
import { seedStore } from './world/seed.ts';
import type { RunUpdate } from './world/update-run.ts';

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
  /** Restores the seed as it was at the start. Drops injected failures, recorded requests and the audit trail. */
  reset(): Promise<void>;
  /**
   * Adds a run, and returns it as the API shows it.
   *
   * @throws {InvalidArgument} that says what is wrong with `run`.
   */
  createRun(run?: NewRun): Promise<Run>;
  /**
   * Adds many runs, or none if one of them is not valid.
   *
   * @throws {InvalidArgument} that says what is wrong.
   */
  createRuns(runs: readonly NewRun[]): Promise<Run[]>;
  /**
   * Gives a run another status, as of now: its timestamp, the counts and the lock of its workspace follow.
   *
   * @throws {InvalidArgument} if there is no such run, or the status is not in snake_case.
   */
  updateRun(id: string, update: RunUpdate): Promise<Run>;
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

/** @internal Additional options for the command. */
export interface Internals {
  /** Called while the database is filled, with the number of runs so far. */
  onProgress?: OnProgress | undefined;
  /** Whether requests are recorded; true by default. */
  recordRequests?: boolean | undefined;
}

/** @internal A server, with additional functions for the command. */
export interface CommandServer extends Server {
  /** Where metrics are served, without the path; undefined if they are not. */
  readonly metricsUrl: string | undefined;
  /** Makes `/_health` respond with 503. Other requests are still served. */
  beginDrain(): void;
  /** Reads the file of tokens again. A file that is not valid is logged, and the tokens are kept. */
  reloadTokens(): void;
}

/** @internal */
export async function start(options: ServerOptions, internals: Internals): Promise<CommandServer> {
  const { onProgress, recordRequests = true } = internals;
  const resolved = resolveOptions(options);
  const { port, host, location, seed, adminToken, userToken, now, rateLimit, corsOrigin, testSurface } = resolved;
  const { metricsPort, metricsHost } = resolved;
  const log = createLog(resolved.log, resolved.verbose);
  const tokens = createTokens({ adminToken, userToken, file: resolved.tokens });

  // Reports a taken port before the database is filled. Until the server listens, a readiness poll cannot connect.
  await assertFree({ port, host });
  const metricsAddress = metricsPort === undefined ? undefined : { port: metricsPort, host: metricsHost };
  if (metricsAddress) await assertFree(metricsAddress);

  const metrics = metricsAddress && (await createMetrics());
  const database = await open(location, { isReset: testSurface });
  const lister = location.data === undefined ? undefined : createLister(location.data);
  const store = createStore(metrics?.observe(database) ?? database, lister);
  const closing: (() => unknown)[] = [store.close];

  async function fill(): Promise<void> {
    const isStored = location.data !== undefined || location.database !== undefined;
    if (isStored && typeof seed === 'number') return fillApart({ location, seed, now: now() }, onProgress);
    await seedStore(store, seed, now(), onProgress);
  }

  let isDraining = false;
  try {
    const failures = createInjectedFailures();
    closing.unshift(failures.close);
    const { requests, add } = createRequestLog();
    const testFunctions = createTestFunctions({ store, failures, requests, fill, now });
    const app = createApp({
      endpoints: [
        ...createEndpoints(facts.operations, createHandlers({ store, now, onChange: log.info })),
        ...createPlatformEndpoints(store),
      ],
      identify: tokens.identify,
      limit: rateLimit > 0 ? createRateLimit(rateLimit, now) : undefined,
      trustProxy: resolved.trustProxy,
      failures,
      testSurface: testSurface ? createTestSurface(testFunctions) : undefined,
      check: store.check,
      isDraining: () => isDraining,
      onResponse({ request, response: { status }, operationId = 'other', milliseconds }) {
        if (recordRequests && !request.path.startsWith('/_')) add(request, status);
        metrics?.observeRequest({ operation: operationId, status, milliseconds });
      },
      log,
    });
    const handle = corsOrigin ? withCors(app, (origin) => corsOrigin === '*' || corsOrigin === origin) : app;

    if (await store.isEmpty()) await fill();
    else if (options.seed !== undefined) log.info('not seeded, because there is data already');
    await store.ready();
    const metricsServer = metricsAddress && (await metrics?.serve(metricsAddress));
    if (metricsServer) closing.unshift(() => metricsServer.close());
    const listening = await serve({ port, host, handle, timeout: resolved.timeout });
    log.debug('listening', { url: listening.url });

    let closed: Promise<void> | undefined;
    async function closeAll(grace: number): Promise<void> {
      isDraining = true;
      await listening.close(grace);
      for (const close of closing) await close();
    }
    function close(grace = 0): Promise<void> {
      closed ??= closeAll(grace);
      return closed;
    }
    return {
      ...testFunctions,
      url: listening.url,
      metricsUrl: metricsServer?.url,
      adminToken,
      userToken,
      beginDrain() {
        isDraining = true;
      },
      reloadTokens() {
        try {
          tokens.reload();
          log.info('read the tokens again');
        } catch (error) {
          log.error(error);
        }
      },
      close,
      [Symbol.asyncDispose]: () => close(),
    };
  } catch (error) {
    for (const close of closing) await close();
    throw error;
  }
}
