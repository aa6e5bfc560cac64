import { once } from 'node:events';
import { createServer } from 'node:https';
import { certificate } from '@tfe-admin-runs/testing/certificate';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type AdminRunsClient, ConnectionError, createAdminRunsClient } from './index.ts';
import { serve } from './testing/serve.ts';
import { failure, stubbedClient, token } from './testing/stub.ts';

const calls: [string, (client: AdminRunsClient, signal?: AbortSignal) => Promise<unknown>][] = [
  ['list', (client, signal) => client.list({}, { signal })],
  ['get', (client, signal) => client.get('run-1', { signal })],
  ['iterate', (client, signal) => client.iterate({}, { signal }).next()],
  ['iterate with prefetch', (client, signal) => client.iterate({}, { signal, prefetch: true }).next()],
  ['forceCancel', (client, signal) => client.forceCancel('run-1', { signal })],
  ['forceCancelUnguarded', (client, signal) => client.forceCancelUnguarded('run-1', { signal })],
];

describe.each(calls)('%s', (name, call) => {
  test('tells of a connection that is refused', async () => {
    const { server, address, client } = await serve(() => {});
    server.close();
    await once(server, 'close');
    expectConnectionError(await failure(call(client)), address, `: connect ECONNREFUSED ${address.slice(7)}; check `);
  });

  test.each([200, 404, 502])('tells of an answer with status %i that is cut midway', async (status) => {
    const { address, client } = await serve((_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/vnd.api+json', 'Content-Length': 1000 });
      response.write('{"data":[', () => response.destroy());
    });
    expectConnectionError(await failure(call(client)), address, ': other side closed; check ');
  });

  test('tells of a connection that is cut before the answer', async () => {
    const { address, client } = await serve((request) => void request.socket.destroy());
    expectConnectionError(await failure(call(client)), address, ': other side closed; check ');
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
    const perhaps = name === 'forceCancelUnguarded' ? '. The run may have been canceled' : '';
    expect(await failure(call(client))).toHaveProperty(
      'message',
      `${address} responded with 302: a redirect to /login${perhaps}`,
    );
    expect(requests).toHaveLength(1);
  });

  test("throws the signal's TimeoutError when its time is up", async () => {
    const { client } = await serve(() => {});
    expect(await failure(call(client, AbortSignal.timeout(20)))).toHaveProperty('name', 'TimeoutError');
  });
});

describe('hints', () => {
  test('a certificate that nobody signed: NODE_EXTRA_CA_CERTS and --use-system-ca', async () => {
    const server = createServer(certificate);
    onTestFinished(() => void server.close().closeAllConnections());
    const address = (await listenOnLoopback(server)).replace('http:', 'https:');
    const error = await failure(createAdminRunsClient({ address, token, retries: 0 }).list());
    expectConnectionError(error, address, ': self-signed certificate');
    expect((error as Error).message).toMatch(/; check NODE_EXTRA_CA_CERTS or --use-system-ca$/);
  });

  const theAddress = 'the address, HTTPS_PROXY or CORS';
  const theCertificate = 'NODE_EXTRA_CA_CERTS or --use-system-ca';
  const because = (message: string, code?: string) => new TypeError('fetch failed', { cause: { message, code } });
  test.each<[unknown, string, string]>([
    [because('unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unable to', theCertificate],
    [because('unable to get local issuer certificate'), 'unable to', theCertificate],
    [new TypeError('invalid peer certificate: UnknownIssuer'), 'invalid peer', theCertificate], // Deno
    [new Error('self signed certificate'), 'self signed', theCertificate], // Bun
    [because('certificate has expired'), 'certificate has', theAddress],
    [because("Hostname/IP does not match certificate's altnames: Host: a. is not b"), 'Hostname', theAddress],
    [because('Proxy response (407) !== 200 when HTTP Tunneling'), 'Proxy response (407)', theAddress],
    [because('getaddrinfo ENOTFOUND tfe.example.com'), 'getaddrinfo ENOTFOUND', theAddress],
    [because('', 'ECONNREFUSED'), 'ECONNREFUSED', theAddress],
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

  test('a force-cancel that was never sent is not said to be perhaps carried out', async () => {
    const { client } = stubbedClient([], { token: () => new Promise(() => {}), timeout: 1 });
    const { message } = (await failure(client.forceCancelUnguarded('run-1'))) as Error;
    expect(message).toMatch(/: timeout expired; check the address, HTTPS_PROXY or CORS$/);
  });

  test('a force-cancel that was perhaps carried out', async () => {
    const { client } = stubbedClient([], { fetch: () => Promise.reject(new TypeError('fetch failed')) });
    const error = await failure(client.forceCancelUnguarded('run-1'));
    expect(error).toHaveProperty('message', expect.stringContaining('. The run may have been canceled'));
  });
});

function expectConnectionError(error: unknown, address: string, reason: string) {
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toHaveProperty('name', 'ConnectionError');
  expect(error).not.toHaveProperty('limit');
  const { message } = error as Error;
  expect(message.startsWith(`No response from ${address}/api/v2/admin/runs`)).toBe(true);
  expect(message).toContain(reason);
}
