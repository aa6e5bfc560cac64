// Requests that are wrong, huge, in pieces or in crowds, sent to a mock with little memory: the response to each is a
// document, and the process goes on.
import { connect } from 'node:net';
import { garbage, type Hostile, hostile } from '@tfe-admin-runs/testing/hostile';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { assertDocumented, exchange, mediaType, requestOf, runsPath } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runMock } from '../src/testing/run-mock.ts';

const token = 'a-secret-token';
const mock = runMock(['--port', '0', '--verbose'], {}, ['--max-old-space-size=96']);
let url: string;

beforeAll(async () => {
  url = urlIn(await mock.line);
});

afterEach(async () => {
  expect({ ...mock.output, exitCode: mock.child.exitCode }).toMatchObject({ exitCode: null });
  expect((await fetch(`${url}/_health`)).status).toBe(200);
});

afterAll(async () => {
  mock.child.kill();
  const { code, stderr } = await mock.ended;
  expect(code).toBe(0);
  expect(stderr).not.toContain(token);
});

const common = ['Host: 127.0.0.1', `Authorization: Bearer ${token}`];
const cancelPath = `${runsPath}/run-VCsNJXa59eUza53R/actions/force-cancel`;
const posted = [`POST ${cancelPath} HTTP/1.1`, ...common, `Content-Type: ${mediaType}`];

/** Sends bytes, and expects each response to be a document of the operation. Gives the statuses. */
async function statusesOf(bytes: Buffer, reading: Parameters<typeof exchange>[2] = {}): Promise<number[]> {
  const responses = await exchange(url, bytes, reading);
  for (const response of responses) assertDocumented('GET', runsPath, response, reading.bodiless);
  return responses.map(({ status }) => status);
}

test('thousands of hostile requests each get a document', async () => {
  async function send({ method, path, bytes, later }: Hostile) {
    const bodiless = method === 'HEAD';
    const [response] = await exchange(url, bytes, { bodiless, ...(later && { later }) });
    // A client that still sends a long body when its headers are rejected may lose the connection before the response.
    if (!response && bytes.length > 100_000) return;
    if (!response) return expect.fail(`no response to ${bytes.toString('latin1').slice(0, 500)}`);
    assertDocumented(method, path.split('?', 1)[0] ?? '', response, bodiless);
  }
  const batches = fc.array(hostile([token, 'other']), { minLength: 16, maxLength: 16 });
  await fc.assert(
    fc.asyncProperty(batches, async (requests) => {
      await Promise.all(requests.map(send));
    }),
    { numRuns: 200 },
  );
});

test('garbage gets a document, or the end of the connection', async () => {
  // The half-close ends what would otherwise wait for more until the time-out.
  async function send(bytes: Buffer) {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    const closed = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
    socket.end(bytes);
    await closed;
    if (received !== '') expect(received).toMatch(/^HTTP\/1\.1 \d{3} /);
  }
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { minLength: 20, maxLength: 20 }), async (pieces) => {
      await Promise.all(pieces.map(send));
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['HEAD', runsPath, 200],
  ['OPTIONS', runsPath, 405],
  ['OPTIONS', '*', 404],
  ['TRACE', runsPath, 405],
  ['QUERY', runsPath, 405],
  ['PROPFIND', '/', 404],
  ['CONNECT', '127.0.0.1:1', 405],
  ['get', runsPath, 400],
  ['NONSENSE', runsPath, 400],
])('the method %s of %s gets %i', async (method, target, status) => {
  const bytes = requestOf([`${method} ${target} HTTP/1.1`, ...common]);
  expect(await statusesOf(bytes, { bodiless: method === 'HEAD' })).toEqual([status]);
});

test('two Host headers get 400', async () => {
  const bytes = requestOf([`GET ${runsPath} HTTP/1.1`, ...common, 'Host: elsewhere.example']);
  expect(await statusesOf(bytes)).toEqual([400]);
});

const length = 15_000;
const words = Array.from({ length: 5000 }, (_, i) => i.toString(36));

test.each([
  ['statuses', `?filter[status]=${words.join(',').slice(0, length)}`, 400],
  ['include paths', `?include=${words.join(',').slice(0, length)}`, 400],
  ['parameters', `?${words.join('&').slice(0, length)}`, 400],
  ['values of a parameter', `?${'q&'.repeat(length / 2)}`, 400],
  ['escapes', `?q=${'%'.repeat(length)}`, 200],
  ['ampersands', `?${'&'.repeat(length)}`, 200],
])('a query of %s as long as Node accepts gets a document', async (_name, query, status) => {
  const bytes = requestOf([`GET ${runsPath}${query} HTTP/1.1`, ...common]);
  for (let i = 0; i < 100; i++) expect(await statusesOf(bytes)).toEqual([status]);
});

test.each([
  ['preferences', words.join(',').slice(0, length), 200],
  ['a code', `code=${'4'.repeat(length)}`, 400],
  ['quotes', `example=${'"'.repeat(length)}`, 400],
  ['blanks', `code${' '.repeat(length)}=404`, 404],
])('a Prefer of %s as long as Node accepts gets a document', async (_name, prefer, status) => {
  const bytes = requestOf([`GET ${runsPath} HTTP/1.1`, ...common, `Prefer: ${prefer}`]);
  for (let i = 0; i < 100; i++) expect(await statusesOf(bytes)).toEqual([status]);
});

test('bodies in pieces of one byte do not fill the memory', async () => {
  const bytes = requestOf([...posted, 'Transfer-Encoding: chunked'], `${'1\r\nx\r\n'.repeat(200_000)}0\r\n\r\n`);
  const statuses = await Promise.all(Array.from({ length: 5 }, () => statusesOf(bytes)));
  expect(statuses).toEqual(Array.from({ length: 5 }, () => [400]));
});

test('bodies that are too long do not fill the memory', async () => {
  const mebibyte = 1024 * 1024;
  const bytes = requestOf([...posted, `Content-Length: ${20 * mebibyte}`], Buffer.alloc(20 * mebibyte, 'x'));
  const statuses = await Promise.all(Array.from({ length: 10 }, () => statusesOf(bytes)));
  expect(statuses).toEqual(Array.from({ length: 10 }, () => [413]));
});

test('a body with a hundred thousand unknown members gets a short document', async () => {
  const members = Array.from({ length: 90_000 }, (_, i) => `"${i.toString(36)}":1`);
  const body = `{${members.join(',')}}`;
  const [response] = await exchange(url, requestOf([...posted, `Content-Length: ${body.length}`], body));
  expect(response?.status).toBe(422);
  expect(JSON.parse(response?.text ?? '').errors).toHaveLength(20);
});

test('two thousand pipelined requests get their responses in order', async () => {
  const requests = Array.from({ length: 2000 }, (_, i) => requestOf([`GET ${runsPath}?x${i}x HTTP/1.1`, ...common]));
  const responses = await exchange(url, Buffer.concat(requests), { responses: requests.length });
  const parameters = responses.map(({ text }) => JSON.parse(text).errors[0].source.parameter);
  expect(parameters).toEqual(requests.map((_, i) => `x${i}x`));
});

test('clients that go away leave the mock as it was', async () => {
  const { hostname, port } = new URL(url);
  const request = requestOf([...posted, 'Content-Length: 19'], '{"comment":"stuck"}');
  const gone = Array.from({ length: 500 }, (_, i) => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    return new Promise((resolve) => {
      socket.on('close', resolve);
      const part = request.subarray(0, 1 + (i % request.length));
      socket.write(part, () => (i % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()));
    });
  });
  await Promise.all(gone);
});
