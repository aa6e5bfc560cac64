import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request with its body. */
export interface HttpRequest {
  /** In capitals. */
  method: string;
  /** The path and the query as they were sent, with their escapes. */
  url: string;
  /** The path as it was sent. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Empty if there is none; undefined if it is longer than `bodyLimit`. */
  body: Buffer | undefined;
  /** The address of the client, or of the proxy before it. */
  remoteAddress: string;
}

/** The longest body that is accepted, in bytes: 1 MiB, far more than any comment. */
export const bodyLimit = 1024 * 1024;

/** The body of a request that has none. */
export const noBody: Buffer = Buffer.alloc(0);

/** Reads a request and its body. Rejects if the client goes away before the body ends. */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const { method = 'GET', headers, socket } = message;
  // A proxy may send an absolute URL, and HTTP requires every server to accept it.
  const url = (message.url ?? '/').replace(/^https?:\/\/[^/?]*(?=[/?])/i, '');
  const [path = '/'] = url.split('?', 1);
  return {
    method,
    url,
    path,
    query: new URLSearchParams(url.slice(path.length)),
    headers,
    body: await readBody(message),
    remoteAddress: socket.remoteAddress ?? '',
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (length === undefined && encoding === undefined) return noBody;
  let body = noBody;
  let size = 0;
  // A body that is too long is still read to its end: a client that is sending would see an early response as a reset.
  for await (const chunk of message) {
    const start = size;
    size += chunk.length;
    if (size > bodyLimit) continue;
    if (size > body.length) body = withRoomFor(size, body);
    chunk.copy(body, start);
  }
  return size > bodyLimit ? undefined : Buffer.from(body.subarray(0, size));
}

/** Copies a buffer into a larger one. Keeping the chunks instead would cost 500 bytes each, and a chunk can be one byte. */
function withRoomFor(size: number, buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(Math.max(size, 2 * buffer.length), bodyLimit));
  buffer.copy(larger);
  return larger;
}

/**
 * Parses a body. Returns undefined for an empty one and for the JSON text `null`, which some clients send instead of no
 * body. If the body is not JSON, returns the reason.
 */
export function parseJson(body: Buffer): { value: unknown } | { problem: string } {
  if (body.length === 0) return { value: undefined };
  if (!isUtf8(body)) return { problem: 'it is not UTF-8' };
  try {
    return { value: JSON.parse(body.toString()) ?? undefined };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The media type of a `Content-Type`, without its parameters; undefined if there is none. */
export function essenceOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

/** The token of `Authorization: Bearer TOKEN`; undefined for any other header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
