import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failure, stubbedClient, token } from '../stub.ts';
import { type AdminRunsClient, ConnectionError, createAdminRunsClient } from './index.ts';

const calls: [string, (client: AdminRunsClient, signal?: AbortSignal) => Promise<unknown>][] = [
  ['list', (client, signal) => client.list({}, { signal })],
  ['forceCancel', (client, signal) => client.forceCancel('run-1', { signal })],
  ['iterate', (client, signal) => client.iterate({}, { signal }).next()],
];

/** A client of a real server on this machine. */
async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, address, client: createAdminRunsClient({ address, token }) };
}

describe.each(calls)('%s', (_, call) => {
  test('tells of a connection that is refused', async () => {
    const { server, address, client } = await serve(() => {});
    server.close();
    await once(server, 'close');
    expectConnectionError(await failure(call(client)), `No answer from ${address}: connect ECONNREFUSED `);
  });

  test.each([200, 404, 502])('tells of an answer with status %i that is cut midway', async (status) => {
    const { address, client } = await serve((_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/vnd.api+json', 'Content-Length': 1000 });
      response.write('{"data":[', () => response.destroy());
    });
    expectConnectionError(await failure(call(client)), `No answer from ${address}: other side closed`);
  });

  test('tells of a connection that is cut before the answer', async () => {
    const { address, client } = await serve((request) => void request.socket.destroy());
    expectConnectionError(await failure(call(client)), `No answer from ${address}: other side closed`);
  });

  test('sends nothing if it was aborted before, and throws the reason as it is', async () => {
    let requests = 0;
    const { client } = await serve(() => void requests++);
    const reason = { because: 'enough' };
    expect(await failure(call(client, AbortSignal.abort(reason)))).toBe(reason);
    expect(requests).toBe(0);
  });

  test('throws the reason as it is if it is aborted while it waits', async () => {
    const controller = new AbortController();
    const reason = { because: 'enough' };
    const { client } = await serve(() => controller.abort(reason));
    expect(await failure(call(client, controller.signal))).toBe(reason);
  });

  test.each([200, 502])('throws the reason as it is if it is aborted amid an answer with status %i', async (status) => {
    const controller = new AbortController();
    const reason = { because: 'enough' };
    const { client } = await serve((_, response) => {
      response.writeHead(status, { 'Content-Length': 1000 });
      response.write('{"data":[', () => setImmediate(() => controller.abort(reason)));
    });
    expect(await failure(call(client, controller.signal))).toBe(reason);
  });

  test('follows no redirect, which could take the token elsewhere, or come out as another method', async () => {
    const requests: unknown[] = [];
    const { address, client } = await serve(({ method }, response) => {
      requests.push(method);
      response.writeHead(302, { Location: '/login?state=hush' }).end();
    });
    expect(await failure(call(client))).toHaveProperty('message', `${address} answered 302: a redirect to /login`);
    expect(requests).toHaveLength(1);
  });

  test('throws a TimeoutError when its time is up', async () => {
    const { client } = await serve(() => {});
    expect(await failure(call(client, AbortSignal.timeout(20)))).toHaveProperty('name', 'TimeoutError');
  });
});

test.each<[unknown, string]>([
  [new TypeError('fetch failed', { cause: new Error('self-signed certificate') }), 'self-signed certificate'],
  [new TypeError('fetch failed', { cause: new AggregateError([], '') }), 'fetch failed'],
  [Object.assign(new TypeError('fetch failed'), { cause: { message: '', code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
  [new TypeError('Failed to fetch'), 'Failed to fetch'],
  ['a string', 'a string'],
])('when fetch throws %o it is the cause, and the message has the reason', async (thrown, reason) => {
  const { client } = stubbedClient([], { fetch: () => Promise.reject(thrown) });
  const error = await failure(client.list());
  expectConnectionError(error, `No answer from https://tfe.example.com: ${reason}`);
  expect((error as ConnectionError).cause).toBe(thrown);
});

function expectConnectionError(error: unknown, message: string) {
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'ConnectionError', message: expect.stringContaining(message) });
  const { message: told, stack } = error as Error;
  const printed = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  expect([told, stack, JSON.stringify(error), printed].join('\n')).not.toContain(token);
}
