import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Address, type Listening, listen } from './listen.ts';
import { type HttpRequest, readRequest } from './request.ts';
import { cutConnection, errorResponse, type HttpResponse } from './response.ts';

export type Handle = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

export interface ServeOptions extends Address {
  /** Responds to a request. If it throws, the response is a 500. */
  handle: Handle;
  /** Milliseconds until a request must have arrived, or it gets a 408; 30,000 by default. */
  timeout?: number | undefined;
}

/** Starts an HTTP server. All its responses are JSON:API, also to requests that Node cannot parse. */
export async function serve({ port, host, handle, timeout = 30_000 }: ServeOptions): Promise<Listening> {
  const server = createServer({
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: Math.min(1000, timeout),
    // Node itself would respond to a missing Host, without a body.
    requireHostHeader: false,
  });
  let isClosing = false;

  async function respond(message: IncomingMessage, response: ServerResponse) {
    const request = await readRequest(message).catch((error: Error) => {
      if (message.destroyed) return undefined; // The client went away while it was sending its body.
      send(response, errorResponse(500, { detail: error.message }), true);
      return undefined;
    });
    if (!request) return;
    send(response, hostProblem(message) ?? (await settle(handle, request)), isClosing);
  }

  server.on('request', respond);
  // Node would respond to an unknown Expect with 417 and no body. HTTP allows a server to ignore it.
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

/** HTTP/1.1 requires exactly one Host. If there are two, a proxy may have used the other one. */
function hostProblem({ httpVersion, headersDistinct }: IncomingMessage): HttpResponse | undefined {
  const hosts = headersDistinct.host ?? [];
  const source = { header: 'Host' };
  if (hosts.length > 1) return errorResponse(400, { detail: 'the Host header was sent twice', source });
  if (hosts[0] || httpVersion !== '1.1') return undefined;
  return errorResponse(400, { detail: 'the Host header is missing', source });
}

/** Responses must not be cached: the check before a force-cancel must see the current run. */
const neverCached = { 'cache-control': 'no-store' };

async function settle(handle: Handle, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await handle(request);
  } catch (error) {
    return errorResponse(500, { detail: (error as Error).message });
  }
}

function send(response: ServerResponse, result: HttpResponse, isLast: boolean): void {
  if (result.status === cutConnection.status) return void response.destroy();
  try {
    write(response, result, isLast);
  } catch (error) {
    // A header that cannot be sent. Without this 500, the process would end.
    if (response.headersSent) response.destroy();
    else write(response, errorResponse(500, { detail: (error as Error).message }), true);
  }
}

function write(response: ServerResponse, { status, headers, body }: HttpResponse, isLast: boolean): void {
  const text = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  response.writeHead(status, {
    ...neverCached,
    ...headers,
    ...(text !== undefined && { 'content-length': Buffer.byteLength(text) }),
    ...(isLast && { connection: 'close' }),
  });
  response.end(text);
}

const statusByErrorCode: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Responds to bytes that Node could not parse as a request. */
function respondToUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.on('error', () => {});
    socket.destroy();
    return;
  }
  const status = statusByErrorCode[error.code ?? ''] ?? 400;
  end(socket, errorResponse(status, { detail: `the request is not HTTP: ${error.message}` }));
}

/** Writes a response to a bare socket, and ends it. */
function end(socket: Duplex, { status, headers, body }: HttpResponse): void {
  // Node has removed its own listener, and a reset by the peer would end the process.
  socket.on('error', () => socket.destroy());
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${headers['content-type']}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    `Cache-Control: ${neverCached['cache-control']}`,
    'Connection: close',
  ];
  // The server does not close the socket of a CONNECT.
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
