import type { RecordedRequest } from '@tfe-admin-runs/http';
import { toLine } from './record.ts';
import { listen } from './server.ts';

export type { RecordedRequest };

export interface MockOptions {
  /** The TCP port. Default 0: a free one. */
  port?: number | undefined;
  /** The address to listen on. Default `127.0.0.1`: this machine alone. */
  host?: string | undefined;
  /** Called with one line for each request: method, address, status, and what was wrong. Default: nothing is logged. */
  log?: ((line: string) => void) | undefined;
}

export interface Mock extends AsyncDisposable {
  /** Where the mock listens, such as `http://127.0.0.1:40123`: what a client takes for its installation's address. */
  readonly url: string;
  /** Every request so far, oldest first, `/_health` and CORS preflights left out. Empty it by `requests.length = 0`. */
  readonly requests: RecordedRequest[];
  /** Stops at once, open connections too; fulfilled when the port is free. */
  close(): Promise<void>;
}

/**
 * Starts a mock of the Admin Runs API that lives until `close()`, or to the end of its block with `await using`.
 *
 * Rejects with Node's own error, whose `code` tells why, if it cannot listen: `EADDRINUSE` if the port is taken; and with
 * a `TypeError` for options that cannot be right.
 */
export const startMock = async (options: MockOptions = {}): Promise<Mock> => {
  const { port = 0, host = '127.0.0.1', log, ...unknown } = Object(options) as MockOptions;
  if (typeof options !== 'object' || Object.keys(unknown).length > 0) {
    throw new TypeError('startMock takes an object with port, host and log, and nothing else');
  }
  const requests: RecordedRequest[] = [];
  const { url, close } = await listen({
    port,
    host,
    record: (request, answer) => {
      requests.push(request);
      log?.(toLine(request, answer));
    },
  });
  return { url, requests, close, [Symbol.asyncDispose]: close };
};
