import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { example } from '@tfe-admin-runs/testing/examples';
import { send } from '@tfe-admin-runs/testing/send';
import { describe, expect, test } from 'vitest';
import { startMock } from './index.ts';
import { runs, type } from './testing/table.ts';

const authorization = 'Bearer top-secret';

test('the journal holds each request as it came, without its secrets, and the status of the answer', async () => {
  await using mock = await startMock();
  const cancelPath = `${runs}/run-1/actions/force-cancel`;
  await send(mock.url, { path: `${runs}?page%5Bsize%5D=5&q=a&q=b`, headers: { authorization, cookie: 'top-secret' } });
  await send(mock.url, {
    method: 'POST',
    path: cancelPath,
    headers: { Authorization: authorization, 'Content-Type': type },
    body: '{"comment":"stuck"}',
  });

  expect(mock.requests).toMatchObject([
    {
      method: 'GET',
      url: `${runs}?page%5Bsize%5D=5&q=a&q=b`,
      path: runs,
      query: { 'page[size]': '5', q: ['a', 'b'] },
      headers: { authorization: '[redacted]', cookie: '[redacted]' },
      body: undefined,
      status: 400,
    },
    {
      method: 'POST',
      path: cancelPath,
      query: {},
      headers: { 'content-type': type },
      body: { comment: 'stuck' },
      status: 200,
    },
  ]);
  expect(JSON.stringify(mock.requests)).not.toContain('secret');
});

test('the journal holds a malformed body as text, and leaves health and preflights out', async () => {
  await using mock = await startMock();
  await send(mock.url, { path: '/_health' });
  await send(mock.url, { method: 'POST', path: '/nowhere', headers: { 'content-type': type }, body: '{' });
  expect(mock.requests).toMatchObject([{ path: '/nowhere', body: '{', status: 404 }]);
});

test('a request is in the journal when its answer arrives', async () => {
  await using mock = await startMock();
  for (const times of [1, 2, 3]) {
    await fetch(mock.url);
    expect(mock.requests).toHaveLength(times);
  }
});

test('two mocks have ports and journals of their own', async () => {
  await using one = await startMock();
  await using two = await startMock();
  await fetch(one.url);
  expect(one.url).not.toBe(two.url);
  expect([one.requests.length, two.requests.length]).toEqual([1, 0]);
});

test('log gets a line for each request', async () => {
  const lines: string[] = [];
  await using mock = await startMock({ log: (line) => lines.push(line) });
  await send(mock.url, { path: runs, headers: { authorization } });
  await send(mock.url, { path: '/nowhere?x=1', headers: { authorization } });
  await send(mock.url, { path: `${runs}?page[size]=%1B[2J`, headers: { authorization } });
  expect(lines).toEqual([
    `GET ${runs} 200`,
    expect.stringMatching(/^GET \/nowhere\?x=1 404: no such path; /),
    expect.stringMatching(/^GET \S+%1B\[2J 400: page\[size] must be .*, not \[2J$/),
  ]);
});

test('close is prompt, with connections that idle and connections that wait', async () => {
  const mock = await startMock();
  const { port } = new URL(mock.url);
  const agent = new Agent({ keepAlive: true });
  const [response] = await once(request({ port, path: '/_health', agent }).end(), 'response');
  await once(response.resume(), 'end');
  const waiting = connect(Number(port), '127.0.0.1').on('error', () => {});
  await once(waiting, 'connect');
  waiting.write('GET / HTTP/1.1\r\n');

  await mock.close();
  await mock.close();
  agent.destroy();
  await expect(fetch(mock.url)).rejects.toThrow();
});

test('the end of a block closes a mock that was started with await using', async () => {
  let url = '';
  {
    await using mock = await startMock();
    url = mock.url;
  }
  await expect(fetch(url)).rejects.toThrow();
});

test('a taken port rejects with the code of Node', async () => {
  await using mock = await startMock();
  await expect(startMock({ port: Number(new URL(mock.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test.each([{ port: 'x' }, { port: 65_536 }, { host: 5 }, { prot: 1 }, 4010])(
  'startMock refuses %j',
  async (options) => {
    await expect(startMock(options as unknown as { port: number })).rejects.toThrow(TypeError);
  },
);

test('browsers may ask from any origin', async () => {
  await using mock = await startMock();
  const preflight = await send(mock.url, {
    method: 'OPTIONS',
    path: runs,
    headers: {
      origin: 'https://app.example.com',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  });
  expect(preflight).toMatchObject({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('Authorization, Content-Type'),
    },
  });
  const headers = { authorization, origin: 'https://app.example.com' };
  expect((await send(mock.url, { path: runs, headers })).headers).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'x-ratelimit-limit': '30',
  });
  expect(mock.requests).toHaveLength(1);
});

test('wrong methods are told the right ones in Allow', async () => {
  await using mock = await startMock();
  expect((await send(mock.url, { method: 'DELETE', path: runs })).headers.allow).toBe('GET, HEAD');
});

describe('a request with include', () => {
  test.each([
    ['?include=workspace', '', 'everything-included'],
    ['?include=workspace.organization,', 'code=200', 'everything-included'],
    ['?include=workspace', 'example=empty-page', 'empty-page'],
    ['?include=', '', 'single-page'],
    ['?include=,', '', 'single-page'],
    ['', '', 'single-page'],
  ] as const)('%s, which prefers "%s", gets the example %s', async (query, prefer, name) => {
    await using mock = await startMock();
    const { body } = await send(mock.url, { path: runs + query, headers: { authorization, prefer } });
    expect(JSON.parse(body)).toEqual(example(name));
  });

  test.each([
    ['code=404', 404],
    ['code=503', 503],
    ['dynamic=true', 200],
  ])('may prefer %s, and gets that', async (prefer, status) => {
    await using mock = await startMock();
    const received = await send(mock.url, { path: `${runs}?include=workspace`, headers: { authorization, prefer } });
    expect(received.status).toBe(status);
    expect(JSON.parse(received.body)).not.toEqual(example('everything-included'));
  });
});

test('answers do not depend on the Accept of an earlier request', async () => {
  await using mock = await startMock();
  const answers = [];
  for (const accept of ['application/json', 'text/html', '*/*', type])
    for (const prefer of ['dynamic=false', 'dynamic=true'])
      answers.push(await send(mock.url, { path: runs, headers: { authorization, accept, prefer } }));
  expect(new Set(answers.map(({ status, headers }) => `${status} ${headers['content-type']}`))).toEqual(
    new Set([`200 ${type}`]),
  );
});
