// In Node, requests that were certainly not sent are distinguished from those that got no response.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { certificate } from '@tfe-admin-runs/testing/certificate';
import { freePort, listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AdminRunsClient, type AdminRunsClientOptions, type Attempt, createAdminRunsClient } from './index.ts';
import { failure, responseOf, stubbedClient, token } from './testing/stub.ts';

afterEach(() => vi.unstubAllGlobals());

const calls: [string, (client: AdminRunsClient) => Promise<unknown>][] = [
  ['list', (client) => client.list()],
  ['forceCancel', (client) => client.forceCancel('run-1')],
  ['forceCancelUnguarded', (client) => client.forceCancelUnguarded('run-1')],
];

/** Makes one attempt, and returns its error and whether the client would make another. */
async function attempt(
  call: (client: AdminRunsClient) => Promise<unknown>,
  address: string,
  options: Partial<AdminRunsClientOptions> = {},
) {
  const log = vi.fn<(attempt: Attempt) => void>();
  const onRetry = vi.fn(() => {
    throw new Error('enough');
  });
  const client = createAdminRunsClient({ address, token, retries: 1, log, onRetry, ...options });
  await failure(call(client));
  expect(log).toHaveBeenCalledOnce();
  return { error: log.mock.calls[0]?.[0].error as Error, retries: onRetry.mock.calls.length > 0 };
}

function expectNotSent(error: Error, address: string, rest: RegExp) {
  expect(error).toMatchObject({ name: 'ConnectionError', isSent: false });
  expect(error.message.startsWith(`Not sent to ${address}/api/v2/admin/runs`)).toBe(true);
  expect(error.message).toMatch(rest);
  expect(error.message).not.toContain('canceled');
}

describe.each(calls)('%s', (name, call) => {
  test('to a port that fetch blocks is not sent, and not retried', async () => {
    const { error, retries } = await attempt(call, 'http://127.0.0.1:6000');
    expectNotSent(error, 'http://127.0.0.1:6000', /: bad port; check the address, HTTPS_PROXY or CORS$/);
    expect(retries).toBe(false);
  });

  test('with a signal that fetch does not know is not sent, and not retried', async () => {
    const broken = { fetch: (request: Request) => fetch(request, { signal: {} as AbortSignal }) };
    const { error, retries } = await attempt(call, 'http://127.0.0.1', broken);
    expectNotSent(error, 'http://127.0.0.1', /AbortSignal/);
    expect(retries).toBe(false);
  });

  test('by TLS to a port without it is not sent, and not retried', async () => {
    const plain = createServer((_, response) => response.end());
    onTestFinished(() => void plain.close().closeAllConnections());
    const address = (await listenOnLoopback(plain)).replace('http:', 'https:');
    const { error, retries } = await attempt(call, address);
    expectNotSent(error, address, /: wrong version number; check whether the address is http: or https:$/);
    expect(retries).toBe(false);
  });

  test('to a server whose certificate is not trusted is not sent, and not retried', async () => {
    const server = createSecureServer(certificate);
    onTestFinished(() => void server.close().closeAllConnections());
    const address = (await listenOnLoopback(server)).replace('http:', 'https:');
    const { error, retries } = await attempt(call, address);
    expectNotSent(error, address, /: self-signed certificate.*; check NODE_EXTRA_CA_CERTS or --use-system-ca$/);
    expect(retries).toBe(false);
  });

  test('to a port that nothing listens on is not sent; only a GET is retried', async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const { error, retries } = await attempt(call, address);
    expectNotSent(error, address, /: connect ECONNREFUSED 127.0.0.1:\d+; check the address, HTTPS_PROXY or CORS$/);
    expect(retries).toBe(name !== 'forceCancelUnguarded');
  });

  test('whose token does not arrive in time is not sent', async () => {
    const { client } = stubbedClient([], { token: () => new Promise(() => {}), timeout: 1 });
    const error = (await failure(call(client))) as Error;
    expectNotSent(error, 'https://tfe.example.com', /: timeout expired; check the address, HTTPS_PROXY or CORS$/);
  });

  test('that another runtime could not send has the general message', async () => {
    const { undici: _, ...versions } = process.versions;
    vi.stubGlobal('process', { ...process, versions });
    const { error } = await attempt(call, 'http://127.0.0.1:6000');
    expect(error).toMatchObject({ name: 'ConnectionError', isSent: true });
    expect(error.message).toMatch(/^No response from .*: bad port; check the address, HTTPS_PROXY or CORS/);
  });
});

test('a proxy that wants credentials gets no request, and nothing is retried', async () => {
  const proxy = createServer();
  onTestFinished(() => void proxy.close().closeAllConnections());
  let connects = 0;
  proxy.on('connect', (_, socket: Socket) => {
    connects++;
    socket.on('error', () => {}).end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
  });
  const program = `
    import { createAdminRunsClient } from '@tfe-admin-runs/client';
    const client = createAdminRunsClient({ address: 'https://tfe.example.com', token: '${token}' });
    await client.forceCancelUnguarded('run-1').catch((error) => console.log(error.message));
    await client.list().catch((error) => console.log(error.message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(import.meta.resolve('..')),
    env: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: await listenOnLoopback(proxy) },
  });
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^Not sent to https:\/\/tfe.*: Proxy response \(407\) .*; check the address, HTTPS_PROXY or/),
    expect.stringMatching(/^Not sent to https:\/\/tfe.*: Proxy response \(407\) .*; check the address, HTTPS_PROXY or/),
  ]);
  expect(stdout).not.toContain('canceled');
  expect(connects).toBe(2);
});

describe('no message says "Not sent" if the request may have been sent:', () => {
  test.each<[what: string, cause: object]>([
    ['a connection that is cut', { code: 'UND_ERR_SOCKET', message: 'other side closed' }],
    ['a connection that is reset', { code: 'ECONNRESET', message: 'read ECONNRESET', syscall: 'read' }],
    ['a response that does not come', { code: 'UND_ERR_HEADERS_TIMEOUT', message: 'Headers Timeout Error' }],
    ['a certificate of the client that is missed later', { library: 'SSL', reason: 'alert certificate required' }],
    ['a route that is lost later', { code: 'EHOSTUNREACH', message: 'read EHOSTUNREACH', syscall: 'read' }],
  ])('%s', async (_, cause) => {
    const thrown = new TypeError('fetch failed', { cause });
    const { client } = stubbedClient([], { fetch: () => Promise.reject(thrown) });
    expect(await failure(client.forceCancelUnguarded('run-1'))).toMatchObject({
      isSent: true,
      message: expect.stringMatching(/^No response from .*\. The run may have been canceled$/),
    });
  });

  test('an error of another `fetch`, with any message', async () => {
    for (const thrown of [new Error('connect ECONNREFUSED'), new TypeError('bad port')]) {
      const { client } = stubbedClient([], { fetch: () => Promise.reject(thrown) });
      expect(await failure(client.list())).toHaveProperty('isSent', true);
    }
  });

  test('a TLS connection in use that is corrupted on the way', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    let posted = false;
    const server = createSecureServer(certificate, (request, response) => {
      posted ||= request.method === 'POST';
      response.setHeader('Content-Type', 'application/vnd.api+json');
      if (request.method === 'GET') response.end(JSON.stringify({ data: [] }));
      else injectInto.end(Buffer.from([0x17, 9, 9, 0, 4, 1, 2, 3, 4]));
    });
    const target = new URL(await listenOnLoopback(server));
    let injectInto: Socket;
    const relay = createTcpServer((socket) => {
      injectInto = socket.on('error', () => {});
      const upstream = connect(Number(target.port), '127.0.0.1').on('error', () => {});
      upstream.on('data', (bytes) => socket.writable && socket.write(bytes));
      socket.on('data', (bytes) => upstream.write(bytes)).on('close', () => upstream.destroy());
    });
    onTestFinished(() => void server.close().closeAllConnections());
    onTestFinished(() => void relay.close());
    const address = (await listenOnLoopback(relay)).replace('http:', 'https:');
    const client = createAdminRunsClient({ address, token, retries: 0 });
    await client.list();
    const error = await failure(client.forceCancelUnguarded('run-1'));
    expect(posted).toBe(true);
    expect(error).toMatchObject({ isSent: true, message: expect.stringContaining('may have been canceled') });
  });
});

test('a signal that cannot abort is rejected before anything is sent', async () => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  for (const signal of [new AbortController(), {}, 'abort', 1] as unknown as AbortSignal[]) {
    for (const call of [
      client.list({}, { signal }),
      client.get('run-1', { signal }),
      client.summary({}, { signal }),
      client.iterate({}, { signal }).next(),
      client.forceCancel('run-1', { signal }),
      client.forceCancelUnguarded('run-1', { signal }),
    ])
      expect(await failure(call)).toEqual(new TypeError('signal must be an AbortSignal'));
  }
  expect(requests).toEqual([]);
});
