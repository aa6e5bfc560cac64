import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Answer, failure } from './errors.ts';
import { type HttpRequest, readRequest } from './request.ts';

export interface ListenOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Answers a request. If it throws, the answer is a 500. */
  answer: (request: HttpRequest) => Answer | Promise<Answer>;
  /** Milliseconds in which a request must have arrived whole, or it is answered with 408; 30,000 by default. */
  timeout?: number;
}

export interface Listening {
  /** `http://HOST:PORT`, without a slash at its end. */
  url: string;
  /**
   * Takes no further connection, lets requests in flight finish for `grace` milliseconds (0 by default), and then ends
   * what is still open. May be called twice.
   */
  close: (grace?: number) => Promise<void>;
}

/**
 * Listens on an address. Rejects with Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot, and with a `TypeError` if
 * the port or the host can be none.
 */
export async function listen({ port, host, answer, timeout = 30_000 }: ListenOptions): Promise<Listening> {
  // Node takes a port that is a word for the name of a socket, and listens everywhere for a host that is none.
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`port must be 0 to 65535, not ${port}`);
  if (typeof host !== 'string' || host === '') throw new TypeError(`host must be an address, not ${host}`);
  let closing: Promise<void> | undefined;
  const server = createServer({
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: Math.min(1000, timeout),
    // Node would answer a missing Host itself, and without a body.
    requireHostHeader: false,
  });

  async function serve(message: IncomingMessage, response: ServerResponse) {
    const request = await readRequest(message).catch(() => undefined);
    if (!request) return; // The client went away in the middle of its body.
    const hostless = message.httpVersion === '1.1' && !request.headers.host;
    const result = hostless ? noHost : await settle(answer, request);
    try {
      send(response, result, closing !== undefined);
    } catch (error) {
      // A header that cannot be sent: rather this answer than none, and the end of the process.
      if (!response.headersSent) send(response, failure(500, { detail: (error as Error).message }), true);
      else response.destroy();
    }
  }

  server.on('request', serve);
  // Node would answer an unknown Expect with 417 and no body; it may be ignored as well.
  server.on('checkExpectation', serve);
  server.on('connect', (_message, socket) => end(socket, failure(405, { detail: 'CONNECT is not possible here' })));
  server.on('clientError', refuseUnreadable);

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, family, port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    close(grace = 0) {
      closing ??= new Promise((resolve) => {
        const last = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(last);
          resolve();
        });
        if (grace === 0) server.closeAllConnections();
      });
      return closing;
    },
  };
}

const noHost = failure(400, { detail: 'the Host header is missing', source: { header: 'Host' } });

async function settle(answer: ListenOptions['answer'], request: HttpRequest): Promise<Answer> {
  try {
    return await answer(request);
  } catch (error) {
    return failure(500, { detail: (error as Error).message });
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer, last: boolean): void {
  const closing = last ? { connection: 'close' } : undefined;
  if (body === undefined) return void response.writeHead(status, { ...headers, ...closing }).end();
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headers, 'content-length': length, ...closing }).end(text);
}

/** Answers what Node's parser could not read, which never becomes a request. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  end(socket, failure(status, { detail: `this is not HTTP that can be read: ${error.message}` }));
}

function end(socket: Duplex, { status, headers, body }: Answer): void {
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${headers['content-type']}\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}
