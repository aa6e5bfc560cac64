import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError, ConnectionError } from './index.ts';
import { serve } from './testing/serve.ts';
import { example, failure, stubbedClient } from './testing/stub.ts';

const json = { 'Content-Type': 'application/vnd.api+json' };
const canceled = JSON.stringify(example('canceled-run'));
type Failing = (request: IncomingMessage, response: ServerResponse) => void;

const failures: [what: string, failing: Failing, kind: typeof ApiError | typeof ConnectionError][] = [
  ['it is cut before the response', (request) => void request.socket.destroy(), ConnectionError],
  [
    'it is cut during the response',
    (_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': canceled.length });
      response.write(canceled.slice(0, 20), () => response.destroy());
    },
    ConnectionError,
  ],
  ...[400, 401, 404, 408, 409, 422, 500, 502, 503, 504].map((status): (typeof failures)[number] => [
    `the response is ${status}`,
    (_, response) => void response.writeHead(status, { ...json, 'Retry-After': '0.001' }).end('{"errors":[]}'),
    ApiError,
  ]),
  [
    'the response is an empty 502',
    (_, response) => void response.writeHead(502, { 'Content-Length': 0 }).end(),
    ApiError,
  ],
  [
    'the response is HTML with a 200',
    (_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>'),
    ApiError,
  ],
  ['the response is truncated JSON', (_, response) => void response.writeHead(200, json).end('{"data":{'), ApiError],
  ['the response is a redirect', (_, response) => void response.writeHead(307, { Location: '/' }).end(), ApiError],
];

describe.each(['forceCancelUnguarded', 'forceCancel'] as const)('%s posts once if', (name) => {
  test.each(failures)('%s', async (_, failing, kind) => {
    let posts = 0;
    // The server cancels the run each time. Without a response, it was lost after that.
    const { client } = await serve(
      (request, response) => {
        if (request.method === 'GET')
          return void response.writeHead(200, json).end(JSON.stringify(example('single-page')));
        posts++;
        failing(request, response);
      },
      { retries: 5 },
    );
    expect(await failure(client[name]('run-VCsNJXa59eUza53R'))).toBeInstanceOf(kind);
    expect(posts).toBe(1);
  });

  test.each<[string, Failing]>([
    ['no response arrives in time', () => {}],
    ['the response stops in the middle of its body', (_, response) => void response.writeHead(200, json).write('{')],
  ])('%s', async (_, failing) => {
    // Only the client's timers are fake: its timeout expires when the server has the request, however long that takes.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const posted = Promise.withResolvers<void>();
    let posts = 0;
    const { client } = await serve(
      (request, response) => {
        if (request.method === 'GET')
          return void response.writeHead(200, json).end(JSON.stringify(example('single-page')));
        posts++;
        failing(request, response);
        posted.resolve();
      },
      { retries: 5 },
    );
    const error = failure(client[name]('run-VCsNJXa59eUza53R'));
    await posted.promise;
    vi.runAllTimers();
    expect(await error).toMatchObject({ name: 'ConnectionError', limit: 'timeout' });
    expect(posts).toBe(1);
  });

  test('the connection is refused', async () => {
    let posts = 0;
    const fetch = async ({ method }: Request) => {
      if (method === 'GET') return Response.json(example('single-page'));
      posts++;
      throw new TypeError('fetch failed', { cause: { message: 'connect ECONNREFUSED' } });
    };
    const { client } = stubbedClient([], { fetch, retries: 5 });
    expect(await failure(client[name]('run-VCsNJXa59eUza53R'))).toBeInstanceOf(ConnectionError);
    expect(posts).toBe(1);
  });

  test('it posts again only after a 429, when nothing was done', async () => {
    const statuses: number[] = [];
    const bodies: string[] = [];
    const { client } = await serve(
      async (request, response) => {
        if (request.method === 'GET')
          return void response.writeHead(200, json).end(JSON.stringify(example('single-page')));
        bodies.push(Buffer.concat(await request.toArray()).toString());
        const status = statuses.push(0) < 3 ? 429 : 200;
        response.writeHead(status, { ...json, 'X-RateLimit-Reset': '0.001' }).end(canceled);
      },
      { retries: 2 },
    );
    await expect(client[name]('run-VCsNJXa59eUza53R', { comment: 'Stuck' })).resolves.toHaveProperty('id');
    expect(bodies).toEqual(Array(3).fill('{"comment":"Stuck"}'));
  });
});
