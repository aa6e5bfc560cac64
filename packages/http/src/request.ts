import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request, read whole. */
export interface HttpRequest {
  /** In capitals. */
  method: string;
  /** The path and the query as they came over the wire, escapes and all. */
  url: string;
  /** The path alone, as it came. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Empty if there is none; undefined if it was longer than `bodyLimit`. */
  body: Buffer | undefined;
  /** The address of the client, or of the proxy before it. */
  remoteAddress: string;
}

/** The longest body that is read, in bytes: 1 MiB, far more than any comment. */
export const bodyLimit = 1024 * 1024;

const nothing = Buffer.alloc(0);

/** Reads a request to its end. Rejects if the client went away in the middle of its body. */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const { method = 'GET', headers, socket } = message;
  // A proxy may send the whole address, which HTTP asks every server to understand.
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
  if (length === undefined && encoding === undefined) return nothing;
  const chunks: Buffer[] = [];
  let size = 0;
  // Too long a body is read to its end all the same: to a client that still sends, an early answer looks like a reset.
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks);
}

/** What the JSON of a body means, undefined for an empty body; or why it is not JSON. */
export function parseJson(body: Buffer): { value: unknown } | { problem: string } {
  if (body.length === 0) return { value: undefined };
  if (!isUtf8(body)) return { problem: 'it is not UTF-8' };
  try {
    return { value: JSON.parse(body.toString()) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The media type of a `Content-Type`, without its parameters; undefined if there is none. */
export function essenceOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

/** The token of `Authorization: Bearer TOKEN`; undefined if that is not what the header says. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}
