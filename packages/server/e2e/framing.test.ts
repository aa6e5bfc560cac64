// Requests that arrive late, in pieces, pipelined or incomplete: each gets its response in order, or its connection is
// closed.
import { connect } from 'node:net';
import { assertDocumented, exchange, mediaType, requestOf, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { adminToken, userToken } from './command.ts';

let server: Server;
let impatient: Server;
let ran = 0;

beforeAll(async () => {
  server = await startServer({ adminToken, userToken, seed: 'empty' });
  impatient = await startServer({ adminToken, userToken, seed: 'empty', timeout: 250 });
});
afterAll(async () => {
  await server.close();
  await impatient.close();
  console.log(`framing: ${ran} exchanges`);
});

const common = ['Host: 127.0.0.1', `Authorization: Bearer ${adminToken}`];
const cancelPath = `${runsPath}/run-none/actions/force-cancel`;
const posted = [`POST ${cancelPath} HTTP/1.1`, ...common, `Content-Type: ${mediaType}`];

/** Sends bytes, and validates the responses against the document. */
async function send(url: string, bytes: Buffer, more: Parameters<typeof exchange>[2] = {}) {
  ran += 1;
  const responses = await exchange(url, bytes, more);
  for (const response of responses)
    if (response.status === 200) assertDocumented('GET', runsPath, response, more.bodiless);
    else assertDocumented('', '', response, more.bodiless);
  return responses;
}

async function statusOf(bytes: Buffer, more?: Parameters<typeof exchange>[2]) {
  return (await send(server.url, bytes, more))[0]?.status;
}

test('each pipelined request gets its response, in order', async () => {
  const paths = [runsPath, '/nothing', `${runsPath}?include=x`, cancelPath];
  const asked = Array.from({ length: 40 }, (_, i) => paths[i % paths.length] ?? '');
  const bytes = asked.map((path, i) => requestOf([`GET ${path} HTTP/1.1`, ...common, `X-Request-Id: ${i}`]));
  const responses = await send(server.url, Buffer.concat(bytes), { responses: asked.length });
  expect(responses.map(({ headers }) => headers['x-request-id'])).toEqual(asked.map((_path, i) => String(i)));
  const statuses = [200, 404, 400, 405];
  expect(responses.map(({ status }) => status)).toEqual(asked.map((_path, i) => statuses[i % statuses.length]));
});

test('requests after an unreadable one on the same connection are not carried out', async () => {
  const { id } = await server.createRun();
  const force = requestOf([
    `POST ${runsPath}/${id}/actions/force-cancel HTTP/1.1`,
    ...posted.slice(1),
    'Content-Length: 0',
  ]);
  const smuggled = ['Transfer-Encoding: chunked', `Content-Length: ${force.length}`];
  const responses = await send(server.url, Buffer.concat([requestOf([...posted, ...smuggled], '0\r\n\r\n'), force]), {
    responses: 2,
  });
  expect(responses.map(({ status }) => status)).toEqual([400]);
  const bad = Buffer.concat([requestOf([`GET ${runsPath} HTTP/1.1`, ...common, 'no header']), force]);
  expect((await send(server.url, bad, { responses: 2 })).map(({ status }) => status)).toEqual([400]);
  const [list] = await send(server.url, requestOf([`GET ${runsPath}?q=${id} HTTP/1.1`, ...common]));
  expect(JSON.parse(list?.text ?? '').data[0].attributes.status).toBe('pending');
});

test('a client that waits for 100 Continue gets it', async () => {
  const lines = [...posted, 'Content-Length: 2', 'Expect: 100-continue'];
  expect(await statusOf(requestOf(lines), { later: [Buffer.from('{}')] })).toBe(404);
});

test('a request that arrives byte by byte is carried out', async () => {
  const bytes = requestOf([...posted, 'Content-Length: 2', 'Connection: close'], '{}');
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  for (const byte of bytes) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
  await new Promise((resolve) => socket.on('close', resolve));
  expect(text).toMatch(/^HTTP\/1\.1 404 /);
});

test('a body of 1 MiB is read, and one byte more is rejected, with a length or chunked', async () => {
  const fits = Buffer.alloc(1024 * 1024, ' ');
  const tooLong = Buffer.alloc(fits.length + 1, ' ');
  function chunked(body: Buffer) {
    const size = Buffer.from(`${body.length.toString(16)}\r\n`);
    const octets = Buffer.concat([size, body, Buffer.from('\r\n0\r\n\r\n')]);
    return requestOf([...posted, 'Transfer-Encoding: chunked'], octets);
  }
  expect(await statusOf(requestOf([...posted, `Content-Length: ${fits.length}`], fits))).toBe(400);
  expect(await statusOf(requestOf([...posted, `Content-Length: ${tooLong.length}`], tooLong))).toBe(413);
  expect(await statusOf(chunked(fits))).toBe(400);
  expect(await statusOf(chunked(tooLong))).toBe(413);
});

test('headers and URLs that are too long are rejected', async () => {
  expect(await statusOf(requestOf([`GET ${runsPath} HTTP/1.1`, ...common, `X: ${'y'.repeat(17_000)}`]))).toBe(431);
  expect(await statusOf(requestOf([`GET ${runsPath}?q=${'y'.repeat(17_000)} HTTP/1.1`, ...common]))).toBe(431);
  expect(await statusOf(requestOf([`GET ${runsPath}?q=${'_'.repeat(15_000)} HTTP/1.1`, ...common]))).toBe(200);
  expect(await statusOf(requestOf([`GET ${runsPath}?filter[status]=${'a,b,'.repeat(3700)} HTTP/1.1`, ...common]))).toBe(
    200,
  );
});

test.each([
  ['HEAD', 200],
  ['OPTIONS', 405],
  ['TRACE', 405],
  ['DELETE', 405],
  ['CONNECT', 405],
  ['get', 400],
  ['NONSENSE', 400],
])('the method %s gets %i', async (method, status) => {
  const target = method === 'CONNECT' ? '127.0.0.1:1' : runsPath;
  const bodiless = method === 'HEAD';
  expect(await statusOf(requestOf([`${method} ${target} HTTP/1.1`, ...common]), { bodiless })).toBe(status);
});

test.each([
  [`http://elsewhere.example${runsPath}`, 200],
  [`HTTPS://elsewhere.example:1${runsPath}?q=x`, 200],
  ['http://elsewhere.example', 404],
  ['*', 404],
  [`${runsPath}/`, 404],
  [`/${runsPath}`, 404],
])('the target %s gets %i', async (target, status) => {
  expect(await statusOf(requestOf([`GET ${target} HTTP/1.1`, ...common]))).toBe(status);
});

const partial = {
  'nothing at all': '',
  'half a request line': 'GET /api',
  'half of the headers': `GET ${runsPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nAutho`,
  'half of the body': requestOf([...posted, 'Content-Length: 9'], '{'),
  'half a chunk': requestOf([...posted, 'Transfer-Encoding: chunked'], '9\r\n{'),
  'a body that was announced and never sent': requestOf([...posted, 'Content-Length: 9']),
};

test.concurrent.each(Object.entries(partial))('a client that sends %s gets 408', async (_name, bytes) => {
  expect(await send(impatient.url, Buffer.from(bytes))).toMatchObject([{ status: 408 }]);
});

test('clients that disconnect in the middle of a request do no harm', async () => {
  const { hostname, port } = new URL(server.url);
  const pieces = Object.values(partial).map((bytes) => Buffer.from(bytes));
  const gone = Array.from({ length: 60 }, (_, i) => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    return new Promise((resolve) => {
      socket.on('close', resolve);
      socket.write(pieces[i % pieces.length] ?? '', () => (i % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()));
    });
  });
  ran += gone.length;
  await Promise.all(gone);
  expect(await statusOf(requestOf([`GET ${runsPath} HTTP/1.1`, ...common]))).toBe(200);
});
