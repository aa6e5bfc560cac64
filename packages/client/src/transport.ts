import { ConnectionError } from './errors.ts';

/** One attempt that came to its end, for a log. It holds no token. */
export interface Attempt {
  method: string;
  /** Without the query. */
  url: string;
  /** Counted from 1. */
  attempt: number;
  /** How long it took, in milliseconds. */
  duration: number;
  /** The status of the answer; undefined if none came. */
  status: number | undefined;
  /** The answer's `X-Request-Id`, to be named in a report. */
  requestId: string | null | undefined;
  /** Why no answer came. */
  error: ConnectionError | undefined;
  /** How long until the request is sent again, in milliseconds; undefined if it is not. */
  delay: number | undefined;
}

/** How requests are sent. */
export interface TransportOptions {
  /**
   * What sends the requests; default: the global `fetch`. Pass `init` on to another one: its signal ends an attempt
   * whose time is up. (If you do not, the call ends in time all the same, but its connection may linger.)
   */
  fetch?: ((request: Request, init: { signal: AbortSignal }) => Promise<Response>) | undefined;
  /**
   * How often a request is sent again; default 2. Any request is after 429, for then it was not carried out; after 408,
   * 5xx and a lost connection only a GET, so that a force-cancel is never sent twice.
   */
  retries?: number | undefined;
  /** The time of one attempt, its body included, in milliseconds; default 30,000. */
  timeout?: number | undefined;
  /** The time of all attempts and the waits between them, in milliseconds; default 120,000. */
  totalTimeout?: number | undefined;
  /** Called before a request is sent again, after `log`. What it throws, the call throws instead. Default: nothing. */
  onRetry?: ((failed: Attempt) => void) | undefined;
  /** Called after each attempt, with nothing secret. What it throws, the call throws instead. Default: no log. */
  log?: ((attempt: Attempt) => void) | undefined;
}

type Signal = AbortSignal | null | undefined;

/**
 * @internal Sends a request, reads the whole body, limits the time, and tries again where that is safe. `prepare` comes
 * before each attempt; what it throws, the call throws.
 */
export function createTransport(
  prepare: (request: Request, own: boolean) => Promise<void>,
  { fetch, retries = 2, timeout = 30_000, totalTimeout = 120_000, onRetry, log }: TransportOptions,
) {
  if (!(retries >= 0 && timeout >= 0 && totalTimeout >= 0))
    throw new TypeError('retries and timeouts must be 0 or more');
  return async (request: Request, outer: Signal): Promise<Response> => {
    const { method } = request;
    const own = request.headers.has('Authorization');
    const [url = ''] = request.url.split('?');
    const end = Date.now() + totalTimeout;
    for (let attempt = 1; ; attempt++) {
      const started = Date.now();
      const left = end - started;
      let sent = false;
      const result = await within(
        Math.min(left, timeout),
        outer,
        async (signal) => {
          // Only a body is used up by being sent.
          const copy = method === 'GET' ? request : request.clone();
          await prepare(copy, own);
          sent = true;
          return whole(await (fetch ?? globalThis.fetch)(copy, { signal }));
        },
        (cause, late) => {
          if (!late && !sent) throw cause;
          return new ConnectionError(
            method,
            url,
            cause,
            late ? (left < timeout ? 'totalTimeout' : 'timeout') : undefined,
          );
        },
      );
      const error = result instanceof Error ? result : undefined;
      const { status, headers } = result as Partial<Response>;
      const now = Date.now();
      const wait = attempt > retries ? Infinity : waitBefore(attempt, method, status, headers);
      const delay = now + wait < end ? wait : undefined;
      const requestId = headers?.get('X-Request-Id');
      const done = { method, url, attempt, duration: now - started, status, requestId, error, delay };
      log?.(done);
      if (!delay) {
        if (error) throw error;
        return result as Response;
      }
      onRetry?.(done);
      await within(delay, outer);
    }
  };
}

/**
 * For ever if it is not safe to send the request again. Else as the answer says, up to a minute; or half a second, doubled
 * each time, up to 8 s, less up to a quarter.
 */
function waitBefore(attempt: number, method: string, status = 500, headers?: Headers): number {
  if (status !== 429 && (method !== 'GET' || (status !== 408 && status < 500))) return Infinity;
  const after = headers?.get('Retry-After') ?? (status === 429 ? headers?.get('X-RateLimit-Reset') : '') ?? '';
  const asked = +after * 1000 || Date.parse(after) - Date.now();
  return asked > 0 ? Math.min(asked, 60_000) : Math.min(250 * 2 ** attempt, 8000) * (1 - Math.random() / 4);
}

/**
 * Waits for the work, or only for the time to pass. When the time is up or the outer signal aborts, it ends what it was
 * waiting for, and leaves nothing behind.
 */
async function within<T, F>(
  limit: number,
  outer: Signal,
  work?: (signal: AbortSignal) => Promise<T>,
  failed?: (cause: unknown, late: boolean) => F,
): Promise<T | F | undefined> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const abort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', abort);
  const timer = setTimeout(abort, Math.min(limit, 2e9));
  // Not left to the work, which may ignore its signal.
  const over = new Promise<never>((_, reject) => {
    signal.onabort = reject;
  });
  try {
    return await Promise.race([over, work?.(signal) ?? over]);
  } catch (cause) {
    outer?.throwIfAborted();
    return failed?.(cause, signal.aborted);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  }
}

/** The answer with its body read, so that a cut body is an attempt that failed; it can be read again, and often. */
async function whole(response: Response): Promise<Response> {
  const text = await response.text();
  // A second Response would be a quarter of the time of a call.
  return Object.assign(response, {
    text: async () => text,
    json: async () => JSON.parse(text),
    clone: () => new Response(text || null, response),
  });
}
