import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { bodyLimit, createAnswerer, type MockRequest } from './answer.ts';
import { createEngine } from './engine.ts';
import { type Answer, failure, mediaType } from './errors.ts';
import { readOperations } from './operations.ts';
import { type RecordedRequest, toRecord } from './record.ts';

export interface ListenOptions {
  port: number;
  host: string;
  /** Called with each request and its answer, just before the answer is sent. */
  record?: ((request: RecordedRequest, answer: Answer) => void) | undefined;
}

export interface Listening {
  url: string;
  close: () => Promise<void>;
}

let answerer: ReturnType<typeof createAnswerer> | undefined;

/** Listens on an address. Rejects with Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot. */
export const listen = async ({ port, host, record }: ListenOptions): Promise<Listening> => {
  // One for all the mocks of a process: it holds no state but compiled schemas.
  answerer ??= createAnswerer(readOperations(), createEngine());
  const answer = answerer;

  const server = createServer(async (message, response) => {
    if (isPreflight(message)) return response.writeHead(204, preflightHeaders(message)).end();
    const request = await readRequest(message).catch(() => undefined);
    if (!request) return; // The client went away in the middle of its body.
    if (request.path === '/_health') return send(message, response, health);
    const result = await answer(request).catch((error: Error) => failure(500, { detail: error.message }));
    record?.(toRecord(message, request, result.status), result);
    send(message, response, result);
  });
  server.on('clientError', refuseUnreadable);

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, family, port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const health: Answer = { status: 200, headers: { 'content-type': mediaType }, body: { meta: { status: 'ok' } } };

const readRequest = async (message: IncomingMessage): Promise<MockRequest> => {
  const { method = 'GET', url = '/', headers } = message;
  const [path = '/'] = url.split('?', 1);
  const query = new URLSearchParams(url.slice(path.length));
  return { method, path, query, headers, body: await readBody(message) };
};

const readBody = async (message: IncomingMessage): Promise<string | undefined> => {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (length === undefined && encoding === undefined) return '';
  const chunks: Buffer[] = [];
  let size = 0;
  // Too long a body is read to its end all the same: to a client that still sends, an early answer looks like a reset.
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks).toString();
};

const send = (
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
) => {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...corsHeaders(origin), ...headers, 'content-length': length }).end(text);
};

const corsHeaders = (origin: string | undefined): OutgoingHttpHeaders => ({
  'access-control-allow-origin': origin ?? '*',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': '*',
  ...(origin !== undefined && { vary: 'origin' }),
});

const isPreflight = ({ method, headers }: IncomingMessage) =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

const preflightHeaders = ({ headers }: IncomingMessage): OutgoingHttpHeaders => ({
  ...corsHeaders(headers.origin),
  'access-control-allow-methods': headers['access-control-request-method'],
  'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
});

/** Answers what Node's parser could not read, which never becomes a request. */
const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (!socket.writable) return;
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const { headers, body } = failure(status, { detail: `this is not HTTP that can be read: ${error.message}` });
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Unreadable\r\nContent-Type: ${headers['content-type']}\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
};
