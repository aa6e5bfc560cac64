import { ConnectionError } from './errors.ts';
import { checkInGeneral, explain } from './failure.ts';
import { redact, requestIdOf } from './redact.ts';
import { retryDelay } from './retry.ts';
import { sleep, timedOut, withTimeout } from './timeout.ts';
import { assertFunctions, assertNotNegative, rejectUnknown } from './validate.ts';

/** One finished attempt to send a request. Contains no token. */
export interface Attempt {
  /** `GET` or `POST`. */
  method: string;
  /** The URL without its query. */
  url: string;
  /** The number of the attempt, from 1. */
  attempt: number;
  /** How long it took, in milliseconds. */
  duration: number;
  /** The status of the response. Undefined if there was none. */
  status: number | undefined;
  /** The response's `X-Request-Id`, to quote in a support request. */
  requestId: string | null | undefined;
  /** Why there was no response. */
  error: ConnectionError | undefined;
  /** Milliseconds until the request is sent again. Undefined if it is not. */
  delay: number | undefined;
}

/** How requests are sent. */
export interface TransportOptions {
  /**
   * Sends the requests. Pass `init` on: its signal ends an attempt whose time is up. (If you do not, the call still ends
   * in time, but its connection may stay open.)
   *
   * @default globalThis.fetch
   */
  fetch?: ((request: Request, init: { signal: AbortSignal }) => Promise<Response>) | undefined;
  /**
   * How often a request is sent again. After a 429, any request is, because it was not carried out. After a 408, a 5xx or a
   * lost connection, only a GET is, so that a force-cancel is not carried out twice.
   *
   * @default 2
   */
  retries?: number | undefined;
  /**
   * Maximum duration of one attempt, including reading the body, in milliseconds. Use `Infinity` to disable it.
   *
   * @default 30_000
   */
  timeout?: number | undefined;
  /**
   * Maximum duration of a call, with all attempts and the waits between them, in milliseconds.
   *
   * @default 120_000
   */
  totalTimeout?: number | undefined;
  /**
   * Called before the wait for the next attempt, after `log`. If it throws, the call rejects with that error.
   *
   * @default undefined
   */
  onRetry?: ((failed: Attempt) => void) | undefined;
  /**
   * Called after every attempt that got a response, failed or timed out, but not after an aborted one. Receives no
   * secrets. If it throws, the call rejects with that error, even if the request succeeded.
   *
   * @default undefined (no log)
   */
  log?: ((attempt: Attempt) => void) | undefined;
}

type Signal = AbortSignal | null | undefined;

/** @internal Runs before each attempt, and rejects if the request must not be sent. */
export type Precheck = (signal: AbortSignal) => Promise<void>;

/** @internal */
export interface SendOptions {
  signal?: Signal;
  precheck?: Precheck | undefined;
}

/** @internal A buffered response, and the token that was sent for it. */
export interface Received {
  response: Response;
  token: string;
}

/** @internal Sends a request, and retries it if that is safe. */
export type Send = (request: Request, options: SendOptions) => Promise<Received>;

type Outcome =
  | (Received & { error?: never; isPermanent?: never })
  | { response?: never; token?: never; error: ConnectionError; isPermanent: boolean };

/**
 * @internal Creates the function that sends requests, with timeouts, and retries if they are safe. `authorize` adds the
 * token to each attempt, and returns it. If it or a precheck throws, the call rejects with that error.
 *
 * @throws {TypeError} if an option is not valid.
 */
export function createTransport(authorize: (request: Request) => Promise<string>, options: TransportOptions): Send {
  const { fetch, retries = 2, timeout = 30_000, totalTimeout = 120_000, onRetry, log, ...unknownOptions } = options;
  rejectUnknown(unknownOptions);
  assertNotNegative({ retries, timeout, totalTimeout });
  assertFunctions({ fetch, onRetry, log });

  async function sendOnce(request: Request, signal: Signal, timeLeft: number): Promise<Outcome> {
    const isWrite = request.method !== 'GET';
    const url = withoutQuery(request.url);
    let token = '';
    let isSent = false;
    try {
      const response = await withTimeout(Math.min(timeLeft, timeout), signal, async (attemptSignal) => {
        // Sending a request consumes its body.
        const attempt = isWrite ? request.clone() : request;
        token = await authorize(attempt);
        attemptSignal.throwIfAborted();
        isSent = true;
        return readBody(await (fetch ?? globalThis.fetch)(attempt, { signal: attemptSignal }), token);
      });
      if (response !== timedOut) return { response, token };
      const limit = timeLeft < timeout ? 'totalTimeout' : 'timeout';
      const failure = { reason: `${limit} expired`, check: checkInGeneral, isSent };
      return { error: new ConnectionError({ ...failure, url, isWrite, limit }), isPermanent: false };
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isSent) throw cause;
      const { isPermanent, ...failure } = explain(cause, token);
      return { error: new ConnectionError({ ...failure, url, isWrite, cause }), isPermanent };
    }
  }

  return async function send(request, { signal, precheck }) {
    const { method } = request;
    const isWrite = method !== 'GET';
    const deadline = Date.now() + totalTimeout;

    for (let attempt = 1; ; attempt++) {
      const checked = precheck ? await withTimeout(deadline - Date.now(), signal, precheck) : undefined;
      const started = Date.now();
      // After a precheck that timed out no time is left, even if its timer fired early.
      const timeLeft = checked === timedOut ? 0 : deadline - started;
      const { response, token, error, isPermanent } = await sendOnce(request, signal, timeLeft);

      const finished = Date.now();
      const delay = attempt <= retries ? retryDelay(attempt, { isWrite, response, isPermanent }) : undefined;
      const willRetry = delay !== undefined && finished + delay < deadline;
      const done: Attempt = {
        method,
        url: withoutQuery(request.url),
        attempt,
        duration: finished - started,
        status: response?.status,
        requestId: response && requestIdOf(response, token),
        error,
        delay: willRetry ? delay : undefined,
      };
      log?.(done);
      if (!willRetry) {
        if (response) return { response, token };
        throw error;
      }
      onRetry?.(done);
      await sleep(delay, signal);
    }
  };
}

function withoutQuery(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path;
}

/** Reads the body, so that a truncated one is a failed attempt. The response can then be read again and again. */
async function readBody(response: Response, token: string): Promise<Response> {
  const body = await response.text();
  const text = response.ok ? body : redact(body, token);
  // Creating a second Response would take a quarter of the time of a call.
  return Object.assign(response, {
    text: async () => text,
    json: async () => JSON.parse(text),
    clone: () => new Response(text || null, response),
  });
}
