import { connect } from 'node:net';
import { expect } from 'vitest';
import { document, violations } from './document.ts';

export const runsPath = '/api/v2/admin/runs';
export const mediaType = 'application/vnd.api+json';

/** A response as it arrived over a socket. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
}

interface Reading {
  /** How many final responses to wait for, 1 by default. There are fewer if the server ends the connection. */
  responses?: number;
  /** Whether the responses have no body, even if they declare a length. */
  bodiless?: boolean;
  /** More bytes. Each piece is sent after the response, interim or final, to the piece before it. */
  later?: Buffer[];
}

/** Much longer than any response takes on a busy machine, in milliseconds. */
const patience = 10_000;

/** Sends bytes unchanged, and reads the responses. Rejects if the server neither responds nor ends the connection. */
export function exchange(url: string, bytes: Buffer, { responses = 1, bodiless, later = [] }: Reading = {}) {
  return new Promise<WireResponse[]>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const waiting = [...later];
    const found: WireResponse[] = [];
    let rest: Buffer = Buffer.alloc(0);
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no response to ${JSON.stringify(bytes.toString('latin1').slice(0, 500))}`));
    }, patience);
    function done() {
      clearTimeout(hang);
      socket.destroy();
      if (rest.length > 0 && found.length < responses)
        reject(new Error(`an incomplete response: ${rest.toString('latin1').slice(0, 500)}`));
      resolve(found);
    }
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let next = takeResponse(rest, bodiless); next; next = takeResponse(rest, bodiless)) {
        rest = next.rest;
        const piece = waiting.shift();
        if (piece) socket.write(piece);
        if (next.response.status >= 200) found.push(next.response);
      }
      if (found.length >= responses) done();
    });
    // A server may reset a connection on which the client still sends a request that was already rejected.
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}

/** Splits the first response from the bytes after it. Undefined if it is not complete. */
function takeResponse(bytes: Buffer, bodiless = false): { response: WireResponse; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  const length = bodiless || status < 200 || status === 204 ? 0 : Number(headers['content-length']);
  // A response without a length gets the status NaN, which fails every test of the status.
  if (Number.isNaN(status) || Number.isNaN(length))
    return { response: { status: Number.NaN, headers, text: first }, rest: Buffer.alloc(0) };
  const start = end + 4;
  if (bytes.length < start + length) return undefined;
  const text = bytes.subarray(start, start + length).toString();
  return { response: { status, headers, text }, rest: bytes.subarray(start + length) };
}

/** The bytes of a request, from its lines and its body. */
export function requestOf(lines: string[], body: string | Buffer = ''): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** The statuses that the document declares, and those that any HTTP server may send. */
const declared = new Set([
  ...Object.values(document.paths).flatMap((item) =>
    Object.values(item as Record<string, { responses: object }>).flatMap(({ responses }) => Object.keys(responses)),
  ),
  '405',
  '408',
  '413',
  '431',
]);

/** Fails unless the document allows the response and its media type. Returns the parsed body. */
export function assertDocumented(
  method: string,
  path: string,
  { status, headers, text }: WireResponse,
  bodiless = false,
) {
  const summary = `${method} ${path} ${status} ${text.slice(0, 300)}`;
  if (status === 204 && path === '/api/v2/ping') return undefined;
  if (status === 200 && path === '/.well-known/terraform.json') return bodiless ? undefined : JSON.parse(text);
  if (!declared.has(String(status))) expect.fail(`a status that the document does not have: ${summary}`);
  if (headers['content-type'] !== mediaType) expect.fail(`${headers['content-type']}: ${summary}`);
  if (bodiless) return undefined;
  const body = JSON.parse(text);
  const wrong = ['/', '/_health'].includes(path) && status === 200 ? undefined : violations(method, path, status, body);
  if (wrong) expect.fail(`${summary}: ${JSON.stringify(wrong)}`);
  if (status >= 400 && body.errors.some((error: { status: string }) => error.status !== String(status)))
    expect.fail(`an error object of another status: ${summary}`);
  return body;
}

/** Sends a request with `fetch`, and validates the response against the document. */
export async function ask(url: string, token: string, path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...(init.method === 'POST' && { 'Content-Type': mediaType }) },
  });
  const headers = Object.fromEntries(response.headers);
  const received = { status: response.status, headers, text: await response.text() };
  return { ...received, body: assertDocumented(init.method ?? 'GET', path.split('?', 1)[0] ?? '', received) };
}

export function cancel(url: string, token: string, runId: string, comment?: string | null) {
  const body = comment === undefined ? undefined : new TextEncoder().encode(JSON.stringify({ comment }));
  return ask(url, token, `${runsPath}/${runId}/actions/force-cancel`, { method: 'POST', ...(body && { body }) });
}
