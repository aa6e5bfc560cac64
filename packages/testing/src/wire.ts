import { connect } from 'node:net';
import { expect } from 'vitest';
import { document, violations } from './document.ts';

export const runsPath = '/api/v2/admin/runs';
export const mediaType = 'application/vnd.api+json';

/** What came back over a socket, as it came. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

interface Reading {
  /** How many final answers to wait for, 1 by default; fewer come back if the server ends the connection. */
  answers?: number;
  /** Whether the answers have no body, whatever they declare. */
  bodiless?: boolean;
  /** Further pieces, each sent when there was an answer, interim or not, to what came before. */
  later?: Buffer[];
}

// Far more than any answer takes on a busy machine, and soon enough to tell which request hangs.
const patience = 10_000;

/** Sends bytes as they are and reads answers. Rejects if neither an answer nor the end of the connection comes. */
export function exchange(url: string, bytes: Buffer, { answers = 1, bodiless, later = [] }: Reading = {}) {
  return new Promise<WireAnswer[]>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const waiting = [...later];
    const found: WireAnswer[] = [];
    let rest: Buffer = Buffer.alloc(0);
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer to ${JSON.stringify(bytes.toString('latin1').slice(0, 500))}`));
    }, patience);
    function done() {
      clearTimeout(hang);
      socket.destroy();
      if (rest.length > 0 && found.length < answers)
        reject(new Error(`an answer that breaks off: ${rest.toString('latin1').slice(0, 500)}`));
      resolve(found);
    }
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let next = takeAnswer(rest, bodiless); next; next = takeAnswer(rest, bodiless)) {
        rest = next.rest;
        const piece = waiting.shift();
        if (piece) socket.write(piece);
        if (next.answer.status >= 200) found.push(next.answer);
      }
      if (found.length >= answers) done();
    });
    // A server may reset the connection of somebody who still sends what it has refused already.
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}

/** Splits the first answer from what follows it; nothing if it is not there whole. */
function takeAnswer(bytes: Buffer, bodiless = false): { answer: WireAnswer; rest: Buffer } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  const length = bodiless || status < 200 || status === 204 ? 0 : Number(headers['content-length']);
  // NaN, for an answer without a length, is caught by whoever looks at its status.
  if (Number.isNaN(status) || Number.isNaN(length))
    return { answer: { status: Number.NaN, headers, text: first }, rest: Buffer.alloc(0) };
  const start = end + 4;
  if (bytes.length < start + length) return undefined;
  const text = bytes.subarray(start, start + length).toString();
  return { answer: { status, headers, text }, rest: bytes.subarray(start + length) };
}

/** A request as a client writes it, from its lines. */
export function requestOf(lines: string[], body: string | Buffer = ''): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** What the document declares by number, and what every HTTP server may say besides. */
const declared = new Set([
  ...Object.values(document.paths).flatMap((item) =>
    Object.values(item as Record<string, { responses: object }>).flatMap(({ responses }) => Object.keys(responses)),
  ),
  '405',
  '408',
  '413',
  '431',
]);

/** Fails unless the answer is one that the document allows, in its media type. Gives what its JSON means. */
export function assertDocumented(
  method: string,
  path: string,
  { status, headers, text }: WireAnswer,
  bodiless = false,
) {
  const told = `${method} ${path} ${status} ${text.slice(0, 300)}`;
  if (status === 204 && path === '/api/v2/ping') return undefined;
  if (status === 200 && path === '/.well-known/terraform.json') return bodiless ? undefined : JSON.parse(text);
  if (!declared.has(String(status))) expect.fail(`a status that the document does not have: ${told}`);
  if (headers['content-type'] !== mediaType) expect.fail(`${headers['content-type']}: ${told}`);
  if (bodiless) return undefined;
  const body = JSON.parse(text);
  const wrong = ['/', '/_health'].includes(path) && status === 200 ? undefined : violations(method, path, status, body);
  if (wrong) expect.fail(`${told}: ${JSON.stringify(wrong)}`);
  if (status >= 400 && body.errors.some((error: { status: string }) => error.status !== String(status)))
    expect.fail(`an error object of another status: ${told}`);
  return body;
}

/** Asks as an ordinary client does, and checks the answer by the document. */
export async function ask(url: string, token: string, path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, ...(init.method === 'POST' && { 'Content-Type': mediaType }) },
  });
  const headers = Object.fromEntries(response.headers);
  const answer = { status: response.status, headers, text: await response.text() };
  return { ...answer, body: assertDocumented(init.method ?? 'GET', path.split('?', 1)[0] ?? '', answer) };
}

export function cancel(url: string, token: string, runId: string, comment?: string | null) {
  const body = comment === undefined ? undefined : new TextEncoder().encode(JSON.stringify({ comment }));
  return ask(url, token, `${runsPath}/${runId}/actions/force-cancel`, { method: 'POST', ...(body && { body }) });
}
