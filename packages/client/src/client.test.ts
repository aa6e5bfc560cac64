import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAdminRunsClient } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

afterEach(() => vi.unstubAllGlobals());

describe('address', () => {
  test.each([
    ['https://tfe.example.com', 'https://tfe.example.com'],
    ['https://tfe.example.com/', 'https://tfe.example.com'],
    ['HTTPS://TFE.example.com', 'https://tfe.example.com'],
    ['https://tfe.example.com:8443', 'https://tfe.example.com:8443'],
    ['http://localhost:4010/', 'http://localhost:4010'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
  ])('%s is the installation at %s', async (address, origin) => {
    const { client, requests } = stubbedClient([responseOf('single-page')], { address });
    await client.list();
    expect(requests[0]?.url).toBe(`${origin}/api/v2/admin/runs`);
  });

  test.each([
    '',
    'tfe.example.com',
    '//tfe.example.com',
    'ftp://tfe.example.com',
    'https://',
    'https:///',
    'https://tfe.example.com//',
    'https://tfe.example.com/api/v2',
    'https://tfe.example.com\\api',
    'https://tfe.example.com?x=hush',
    'https://tfe.example.com#hush',
    'https://user:hush@tfe.example.com',
    ' https://tfe.example.com',
    'https://tfe.example.com\n',
    'https://tfe.example.com:port',
    'https://tfe.example.com:99999',
    undefined,
    null,
  ])('%o is rejected immediately, and not quoted', (address) => {
    let error: unknown;
    try {
      createAdminRunsClient({ address: address as string, token: 'secret-token' });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain('hush');
  });

  test('the message has an example of a valid one', () => {
    const create = () => createAdminRunsClient({ address: 'tfe.example.com', token: 'secret-token' });
    expect(create).toThrow('address must be like https://tfe.example.com');
  });
});

describe('token', () => {
  test.each([
    ['a function', () => 'from-a-function'],
    ['a function that promises it', async () => 'from-a-function'],
  ])('%s is asked for it', async (_, token) => {
    const { client, requests } = stubbedClient([responseOf('single-page')], { token });
    await client.list();
    expect(requests[0]?.headers.authorization).toBe('Bearer from-a-function');
  });

  test('a function is called once before each request, and not earlier', async () => {
    const token = vi.fn(() => `token-${token.mock.calls.length}`);
    const { client, requests } = stubbedClient([responseOf('middle-page'), responseOf('last-page')], { token });
    expect(token).not.toHaveBeenCalled();
    for await (const _ of client.iterate());
    await client.api.GET('/api/v2/admin/runs');
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-3',
    ]);
  });

  test('an error of the function is thrown unchanged', async () => {
    const broken = new Error('The vault is sealed');
    for (const token of [
      () => Promise.reject(broken),
      () =>
        ((): never => {
          throw broken;
        })(),
    ]) {
      const { client, requests } = stubbedClient([responseOf('single-page')], { token });
      expect(await failure(client.list())).toBe(broken);
      expect(await failure(client.forceCancel('run-1'))).toBe(broken);
      expect(await failure(client.api.GET('/api/v2/admin/runs'))).toBe(broken);
      expect(requests).toEqual([]);
    }
  });

  test.each(['hush\n', 'hush\r\nX-Evil: 1', 'hush hush', 'hüsh', 'hush\0', '', undefined, null, {}])(
    '%o is rejected before anything is sent, and never printed',
    async (value) => {
      for (const token of [value as string, () => value as string]) {
        const { client, requests } = stubbedClient([responseOf('single-page')], { token });
        for (const call of [client.list(), client.forceCancel('run-1'), client.api.GET('/api/v2/admin/runs')]) {
          const error = await failure(call);
          expect(error).toBeInstanceOf(TypeError);
          expect(error).toHaveProperty('message', 'token is not an API token');
          expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toMatch(/hush|hüsh/);
        }
        expect(requests).toEqual([]);
      }
    },
  );
});

test('concurrent calls do not mix', async () => {
  let calls = 0;
  const client = createAdminRunsClient({
    address: 'https://tfe.example.com',
    token: async () => `token-${calls++}`,
    async fetch({ url, headers }) {
      const q = Number(new URL(url).searchParams.get('q'));
      await new Promise((resolve) => setTimeout(resolve, (q * 7) % 20));
      return responseOf({ ...example('empty-page'), asked: q, as: headers.get('Authorization') });
    },
  });
  const responses = await Promise.all(Array.from({ length: 50 }, (_, q) => client.list({ q: `${q}` })));
  expect(responses).toEqual(
    Array.from({ length: 50 }, (_, q) => expect.objectContaining({ asked: q, as: `Bearer token-${q}` })),
  );
});

test('the global fetch is looked up when a request is sent', async () => {
  const client = createAdminRunsClient({ address: 'https://tfe.example.com', token: 'secret-token' });
  const fetch = vi.fn(async (_: Request) => responseOf('single-page'));
  vi.stubGlobal('fetch', fetch);
  await client.list();
  expect(fetch.mock.calls[0]?.[0].url).toBe('https://tfe.example.com/api/v2/admin/runs');
});

test('a browser is not asked to send a User-Agent', async () => {
  vi.stubGlobal('location', { href: 'https://dashboard.example.com/' });
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  await client.list();
  expect(requests[0]?.headers).not.toHaveProperty('user-agent');
});

test('neither importing the package nor creating a client reads the environment or uses the network', () => {
  const trap = `
    import dns from 'node:dns';
    import net from 'node:net';
    const trapped = (what) => () => { throw new Error(what); };
    net.Socket.prototype.connect = trapped('network');
    dns.lookup = trapped('network');
    globalThis.fetch = trapped('network');
    // Node's own loader reads it too.
    const ours = (...args) => new Error().stack.includes('/dist/') ? trapped('environment')() : Reflect.get(...args);
    process.env = new Proxy(process.env, { get: ours, has: ours, ownKeys: ours });
    const { createAdminRunsClient } = await import('@tfe-admin-runs/client');
    createAdminRunsClient({ address: 'https://tfe.example.com', token: trapped('token') });
    console.log('untouched');
  `;
  const node = [process.execPath, ['--input-type=module', '--eval', trap]] as const;
  expect(execFileSync(...node, { cwd: fileURLToPath(import.meta.resolve('..')), encoding: 'utf8' })).toBe(
    'untouched\n',
  );
});
