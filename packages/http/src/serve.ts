import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Address, type Listening, listen } from './listen.ts';
import { type HttpRequest, readRequest } from './request.ts';
import { errorResponse, type HttpResponse } from './response.ts';

export type Handle = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

export interface ServeOptions extends Address {
  /** Responds to a request. If it throws, the response is a 500. */
  handle: Handle;
  /** Milliseconds until a request must have arrived, or it gets a 408; 30,000 by default. */
  timeout?: number | undefined;
}

/** Starts an HTTP server whose every response is JSON:API, those to requests that Node cannot parse too. */
export async function serve({ port, host, handle, timeout = 30_000 }: ServeOptions): Promise<Listening> {
  const server = createServer({
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: Math.min(1000, timeout),
    // Node would respond to a missing Host itself, without a body.
    requireHostHeader: false,
  });
  let isClosing = false;

  async function respond(message: IncomingMessage, response: ServerResponse) {
    const request = await readRequest(message).catch(() => undefined);
    if (!request) return; // The client went away while it was sending its body.
    const hasHost = Boolean(request.headers.host) || message.httpVersion !== '1.1';
    send(response, hasHost ? await settle(handle, request) : missingHost, isClosing);
  }

  server.on('request', respond);
  // Node would respond to an unknown Expect with 417 and no body; the header may as well be ignored.
  server.on('checkExpectation', respond);
  server.on('connect', (_message, socket) =>
    end(socket, errorResponse(405, { detail: 'CONNECT is not possible here' })),
  );
  server.on('clientError', respondToUnreadable);

  const { url, close } = await listen(server, { port, host });
  return {
    url,
    close(grace) {
      isClosing = true;
      return close(grace);
    },
  };
}

const missingHost = errorResponse(400, { detail: 'the Host header is missing', source: { header: 'Host' } });

async function settle(handle: Handle, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await handle(request);
  } catch (error) {
    return errorResponse(500, { detail: (error as Error).message });
  }
}

function send(response: ServerResponse, result: HttpResponse, isLast: boolean): void {
  try {
    write(response, result, isLast);
  } catch (error) {
    // A header that cannot be sent: better a 500 than no response and the end of the process.
    if (response.headersSent) response.destroy();
    else write(response, errorResponse(500, { detail: (error as Error).message }), true);
  }
}

function write(response: ServerResponse, { status, headers, body }: HttpResponse, isLast: boolean): void {
  const connection = isLast ? { connection: 'close' } : undefined;
  if (body === undefined) {
    response.writeHead(status, { ...headers, ...connection }).end();
    return;
  }
  const text = JSON.stringify(body);
  const length = { 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...length, ...connection }).end(text);
}

const statusByErrorCode: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Responds to what Node's parser could not read, which never becomes a request. */
function respondToUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statusByErrorCode[error.code ?? ''] ?? 400;
  end(socket, errorResponse(status, { detail: `this is not HTTP that can be read: ${error.message}` }));
}

/** Writes a response to a bare socket, and ends it. */
function end(socket: Duplex, { status, headers, body }: HttpResponse): void {
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${headers['content-type']}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}
