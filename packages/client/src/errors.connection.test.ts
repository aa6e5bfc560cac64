import { describe, expect, test } from 'vitest';
import { type AdminRunsClient, ConnectionError } from './index.ts';
import { serve } from './testing/serve.ts';
import { failure, stubbedClient } from './testing/stub.ts';

const calls: [string, (client: AdminRunsClient, signal?: AbortSignal) => Promise<unknown>][] = [
  ['list', (client, signal) => client.list({}, { signal })],
  ['get', (client, signal) => client.get('run-1', { signal })],
  ['iterate', (client, signal) => client.iterate({}, { signal }).next()],
  ['iterate with prefetch', (client, signal) => client.iterate({}, { signal, prefetch: true }).next()],
  ['forceCancel', (client, signal) => client.forceCancel('run-1', { signal })],
  ['forceCancelUnguarded', (client, signal) => client.forceCancelUnguarded('run-1', { signal })],
];

describe.each(calls)('%s', (name, call) => {
  test.each([200, 404, 502])('reports a response with status %i that is incomplete', async (status) => {
    const { address, client } = await serve((_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/vnd.api+json', 'Content-Length': 1000 });
      response.write('{"data":[', () => response.destroy());
    });
    expectConnectionError(await failure(call(client)), address, ': other side closed; check ');
  });

  test('reports a connection that is cut before the response', async () => {
    const { address, client } = await serve((request) => void request.socket.destroy());
    expectConnectionError(await failure(call(client)), address, ': other side closed; check ');
  });

  test('sends nothing if it was aborted before, and throws the reason unchanged', async () => {
    let requests = 0;
    const { client } = await serve(() => void requests++);
    const reason = { because: 'enough' };
    expect(await failure(call(client, AbortSignal.abort(reason)))).toBe(reason);
    expect(requests).toBe(0);
  });

  test('throws the reason unchanged if it is aborted while it waits', async () => {
    const controller = new AbortController();
    const reason = { because: 'enough' };
    const { client } = await serve(() => controller.abort(reason));
    expect(await failure(call(client, controller.signal))).toBe(reason);
  });

  test.each([200, 502])('throws the reason if it is aborted during a response with status %i', async (status) => {
    const controller = new AbortController();
    const reason = { because: 'enough' };
    const { client } = await serve((_, response) => {
      response.writeHead(status, { 'Content-Length': 1000 });
      response.write('{"data":[', () => setImmediate(() => controller.abort(reason)));
    });
    expect(await failure(call(client, controller.signal))).toBe(reason);
  });

  test('follows no redirect, which could send the token elsewhere, or change the method', async () => {
    const requests: unknown[] = [];
    const { address, client } = await serve(({ method }, response) => {
      requests.push(method);
      response.writeHead(302, { Location: '/login?state=hush' }).end();
    });
    const warning = name === 'forceCancelUnguarded' ? '. The run may have been canceled' : '';
    expect(await failure(call(client))).toHaveProperty(
      'message',
      `${address} responded with 302: a redirect to /login${warning}`,
    );
    expect(requests).toHaveLength(1);
  });

  test("throws the signal's TimeoutError when its time is up", async () => {
    const { client } = await serve(() => {});
    expect(await failure(call(client, AbortSignal.timeout(20)))).toHaveProperty('name', 'TimeoutError');
  });
});

describe('hints', () => {
  const theAddress = 'the address, HTTPS_PROXY or CORS';
  const theCertificate = 'NODE_EXTRA_CA_CERTS or --use-system-ca';
  test.each<[unknown, string, string]>([
    [new TypeError('invalid peer certificate: UnknownIssuer'), 'invalid peer', theCertificate], // Deno
    [new Error('self signed certificate'), 'self signed', theCertificate], // Bun
    [new Error('certificate has expired'), 'certificate has', theAddress],
    [failedFetch('', 'UND_ERR_SOCKET'), 'UND_ERR_SOCKET', theAddress],
    [new TypeError('fetch failed', { cause: new AggregateError([], '') }), 'fetch failed', theAddress],
    [new TypeError('fetch failed', { cause: null }), 'fetch failed', theAddress],
    [new TypeError('Failed to fetch'), 'Failed to fetch', theAddress],
    ['a string', 'a string', theAddress],
    [undefined, 'undefined', theAddress],
    [null, 'null', theAddress],
  ])('when fetch throws %o it is the cause, and the message has the reason', async (thrown, reason, check) => {
    const { client } = stubbedClient([], { fetch: () => Promise.reject(thrown) });
    const error = await failure(client.list());
    expectConnectionError(error, 'https://tfe.example.com', `: ${reason}`);
    expect((error as Error).message).toMatch(new RegExp(`; check ${check}$`));
    expect((error as ConnectionError).cause).toBe(thrown);
  });

  test('a force-cancel that may have been carried out', async () => {
    const { client } = stubbedClient([], { fetch: () => Promise.reject(new TypeError('fetch failed')) });
    const error = await failure(client.forceCancelUnguarded('run-1'));
    expect(error).toHaveProperty('message', expect.stringContaining('. The run may have been canceled'));
  });
});

function failedFetch(message: string, code?: string) {
  return new TypeError('fetch failed', { cause: { message, code } });
}

function expectConnectionError(error: unknown, address: string, reason: string) {
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ name: 'ConnectionError', isSent: true });
  expect(error).not.toHaveProperty('limit');
  const { message } = error as Error;
  expect(message.startsWith(`No response from ${address}/api/v2/admin/runs`)).toBe(true);
  expect(message).toContain(reason);
}
