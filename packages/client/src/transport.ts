import { ConnectionError } from './errors.ts';

/** One attempt that came to its end, for a log. It holds no token. */
export interface Attempt {
  /** `GET` or `POST`. */
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
   * 5xx and a lost connection only a GET, so that a force-cancel is not carried out twice.
   */
  retries?: number | undefined;
  /** The time of one attempt, its body included, in milliseconds; default 30,000. 0 is over at once, `Infinity` never. */
  timeout?: number | undefined;
  /** The time of all attempts and the waits between them, in milliseconds; default 120,000. */
  totalTimeout?: number | undefined;
  /** Called before the wait for the next attempt, after `log`. What it throws, the call throws instead. Default: nothing. */
  onRetry?: ((failed: Attempt) => void) | undefined;
  /**
   * Called after each attempt that an answer, a failure or its time ended (not one that its signal or a failing `token`
   * ended), with nothing secret. What it throws, the call throws instead, whatever was done. Default: no log.
   */
  log?: ((attempt: Attempt) => void) | undefined;
}

type Signal = AbortSignal | null | undefined;

/** @internal What comes before each attempt of a call; it gives something, or throws what the call throws. */
export type Look = (signal: AbortSignal) => Promise<object | undefined>;

/**
 * @internal Sends a request, reads the whole body, limits the time, and tries again where that is safe. `prepare` comes
 * before each attempt, and gives the token; `look` comes before that, in the time of all attempts but not of this one.
 * What they throw, the call throws.
 */
export function createTransport(
  prepare: (request: Request) => Promise<string>,
  { fetch, retries = 2, timeout = 30_000, totalTimeout = 120_000, onRetry, log }: TransportOptions,
) {
  if (!(Math.min(retries, timeout, totalTimeout) >= 0)) throw new TypeError('retries and timeouts must be 0 or more');
  return async (request: Request, outer: Signal, look?: Look): Promise<Response> => {
    const { method } = request;
    const write = method !== 'GET';
    const [url] = request.url.split('?') as [string];
    const end = Date.now() + totalTimeout;
    for (let attempt = 1; ; attempt++) {
      // Nothing if the time was up meanwhile; then none is left, for a timer may be a little early.
      const looked = !look || (await within(end - Date.now(), outer, look));
      const started = Date.now();
      const left = looked ? end - started : 0;
      let sent = false;
      let cause: unknown;
      let limit: ConnectionError['limit'] = left < timeout ? 'totalTimeout' : 'timeout';
      const response = await within(Math.min(left, timeout), outer, async (signal) => {
        const copy = write ? request.clone() : request; // only a body is used up by being sent
        const token = await prepare(copy);
        signal.throwIfAborted();
        sent = true;
        return whole(await (fetch ?? globalThis.fetch)(copy, { signal }), token);
      }).catch((thrown): undefined => {
        outer?.throwIfAborted();
        if (!sent) throw thrown;
        cause = thrown;
        limit = undefined;
      });
      const error = response ? undefined : new ConnectionError(url, cause, limit, sent && write);
      const now = Date.now();
      const wait = waitBefore(attempt, write, response);
      // Nothing is before the end if there is no wait: it makes NaN.
      const delay = attempt <= retries && now + (wait as number) < end ? wait : undefined;
      const done = {
        method,
        url,
        attempt,
        duration: now - started,
        status: response?.status,
        requestId: response?.headers.get('X-Request-Id'),
        error,
        delay,
      };
      log?.(done);
      if (!delay) {
        if (response) return response;
        throw error;
      }
      onRetry?.(done);
      await within(delay, outer);
    }
  };
}

/**
 * Undefined if it is not safe to send the request again. Else as the answer says, up to a minute; or half a second,
 * doubled each time, up to 8 s, less up to a quarter.
 */
function waitBefore(attempt: number, write: boolean, response?: Response) {
  const status = response?.status ?? 500;
  if (status !== 429 && (write || (status !== 408 && status < 500))) return;
  const after =
    response?.headers.get('Retry-After') || (status === 429 && response?.headers.get('X-RateLimit-Reset')) || '';
  const asked = +after * 1000 || Date.parse(after) - Date.now();
  return asked > 0 ? Math.min(asked, 60_000) : Math.min(250 * 2 ** attempt, 8000) * (1 - Math.random() / 4);
}

/**
 * Waits for the work, or only for the time to pass: then it gives undefined. If the outer signal aborts, it throws the
 * reason. It ends what it does not wait for any more, and leaves nothing behind.
 */
async function within<T>(limit: number, outer: Signal, work?: (signal: AbortSignal) => Promise<T>) {
  outer?.throwIfAborted();
  const controller = new AbortController();
  let end!: () => void;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      // Not left to the work, which may ignore its signal.
      end = () => {
        if (outer?.aborted) reject(outer.reason);
        resolve(undefined);
        controller.abort(outer?.reason);
      };
      outer?.addEventListener('abort', end);
      timer = setTimeout(end, Math.min(limit, 2e9));
      if (limit <= 0) end();
      work?.(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', end);
  }
}

/** The answer with its body read, so that a cut body is an attempt that failed; it can be read again, and often. */
async function whole(response: Response, token: string): Promise<Response> {
  const body = await response.text();
  // Whatever a server or a proxy says of the token, no error repeats it.
  const text = response.ok || !token[9] ? body : body.replaceAll(token, '[token]');
  // A second Response would be a quarter of the time of a call.
  return Object.assign(response, {
    text: async () => text,
    json: async () => JSON.parse(text),
    clone: () => new Response(text || null, response),
  });
}
