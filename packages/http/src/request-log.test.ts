import { expect, test } from 'vitest';
import type { HttpRequest } from './request.ts';
import { createRequestLog } from './request-log.ts';
import { bytesInUse } from './testing/bytes-in-use.ts';

function request(url: string, { body = '', headers = {} }: { body?: string; headers?: HttpRequest['headers'] } = {}) {
  const query = new URLSearchParams(url.split('?')[1]);
  const [path = ''] = url.split('?');
  return { method: 'GET', url, path, query, headers, body: Buffer.from(body), remoteAddress: '127.0.0.1' };
}

test('a logged request has its parts, in JSON too', () => {
  const { requests, add } = createRequestLog();
  add(request('/runs?q=a&q=b&page%5Bsize%5D=5', { body: '{"comment":"stuck"}' }), 200);
  const expected = {
    method: 'GET',
    url: '/runs?q=a&q=b&page%5Bsize%5D=5',
    path: '/runs',
    query: { q: ['a', 'b'], 'page[size]': '5' },
    headers: {},
    body: { comment: 'stuck' },
    status: 200,
  };
  expect(requests).toEqual([expected]);
  expect(JSON.parse(JSON.stringify(requests))).toEqual([expected]);
});

test.each(['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'x-auth-token', 'x-client-secret'])(
  'the header %s is redacted',
  (name) => {
    const { requests, add } = createRequestLog();
    add(request('/', { headers: { [name]: 'hush', accept: '*/*' } }), 200);
    expect(requests[0]?.headers).toEqual({ [name]: '[redacted]', accept: '*/*' });
  },
);

test.each([
  ['{', '{'],
  ['', undefined],
  ['['.repeat(100_000), '['.repeat(100_000)],
])('the body %.10s is kept as text, or as nothing', (body, expected) => {
  const { requests, add } = createRequestLog();
  add(request('/', { body }), 400);
  expect(requests[0]?.body).toBe(expected);
});

test('only the latest requests are kept', () => {
  const { requests, add } = createRequestLog({ maxRequests: 2, maxBytes: 1000 });
  for (const url of ['/a', '/b', '/c']) add(request(url), 200);
  expect(requests.map(({ url }) => url)).toEqual(['/b', '/c']);
});

test('the bytes of all requests are limited, and of a single one too', () => {
  const { requests, add } = createRequestLog({ maxRequests: 10, maxBytes: 100 });
  for (const url of ['/a', '/b', '/c']) add(request(url, { body: 'x'.repeat(40) }), 200);
  expect(requests.map(({ url }) => url)).toEqual(['/b', '/c']);
  add(request('/d', { headers: { x: 'y'.repeat(200) } }), 200);
  expect(requests).toEqual([]);
});

test('a list that is emptied from outside is filled again', () => {
  const { requests, add } = createRequestLog({ maxRequests: 10, maxBytes: 100 });
  for (let i = 0; i < 5; i++) {
    add(request('/a', { body: 'x'.repeat(90) }), 200);
    expect(requests).toHaveLength(1);
    requests.length = 0;
  }
});

/** As Node joins a header that was sent many times: a string that takes far more memory than its characters. */
function joinedHeader() {
  let value = '';
  for (let i = 0; i < 900; i++) value += ', ';
  return value;
}

test.each([
  ['a body', 15, () => request('/', { body: `[${'{},'.repeat(300_000)}{}]` })],
  ['a query', 1000, () => request(`/runs?${'a&'.repeat(7000)}`)],
  ['a header', 1000, () => request('/', { headers: { a: joinedHeader() } })],
])('%s takes no more than its characters until it is read', (_name, times, receive) => {
  const { requests, add } = createRequestLog();
  const before = bytesInUse();
  for (let i = 0; i < times; i++) add(receive(), 401);
  expect(bytesInUse() - before).toBeLessThan(25_000_000);
  expect(requests).toHaveLength(times);
});
