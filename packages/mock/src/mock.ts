import { createRequestLog } from '@tfe-admin-runs/http';
import { toLogLine } from './log-line.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { listen } from './server.ts';

/** How to start a mock. */
export interface MockOptions {
  /**
   * The port to listen on. 0 picks a free one.
   *
   * @default 0
   */
  port?: number | undefined;
  /**
   * The address to listen on.
   *
   * @default '127.0.0.1' (only this machine can connect)
   */
  host?: string | undefined;
  /**
   * Called with one line for each request: method, URL, status, and what was wrong.
   *
   * @default undefined (no log)
   */
  log?: ((line: string) => void) | undefined;
}

/** A running mock. `await using` closes it at the end of the block. */
export interface Mock extends AsyncDisposable {
  /** The address to give to a client, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /**
   * The latest requests, oldest first: at most 1,000, and 16 MiB in all. Without `/_health` and CORS preflights.
   * `requests.length = 0` empties the list.
   */
  readonly requests: RecordedRequest[];
  /** Closes all connections at once. Resolves when the port is free. */
  close(): Promise<void>;
}

/** @internal */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, host = '127.0.0.1', log, ...unknown } = Object(options) as MockOptions;
  if (typeof options !== 'object' || Object.keys(unknown).length > 0)
    throw new TypeError('startMock takes an object with port, host and log, and nothing else');

  const { requests, add } = createRequestLog();
  const { url, close } = await listen({
    port,
    host,
    onResponse(request, response) {
      add(request, response.status);
      log?.(toLogLine(request, response));
    },
  });
  return { url, requests, close, [Symbol.asyncDispose]: close };
}
