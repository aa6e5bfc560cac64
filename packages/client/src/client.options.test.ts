import { describe, expect, test } from 'vitest';
import { type AdminRunsClientOptions, createAdminRunsClient, fromEnvironment, GuardError } from './index.ts';
import { failure, responseOf, stubbedClient } from './testing/stub.ts';

const address = 'https://tfe.example.com';

describe('an invalid option is rejected immediately:', () => {
  test.each<[options: object, message: string]>([
    [{ timeOut: 5 }, 'Unknown parameter: timeOut'],
    [{ readonly: true }, 'Unknown parameter: readonly'],
    [{ fetsch: undefined }, 'Unknown parameter: fetsch'],
    [{ retries: Number.NaN }, 'retries must be 0 or more'],
    [{ retries: '2' }, 'retries must be 0 or more'],
    [{ retries: null }, 'retries must be 0 or more'],
    [{ timeout: -1 }, 'timeout must be 0 or more'],
    [{ totalTimeout: Number.NaN }, 'totalTimeout must be 0 or more'],
    [{ fetch: {} }, 'fetch must be a function'],
    [{ log: console }, 'log must be a function'],
    [{ onRetry: true }, 'onRetry must be a function'],
  ])('%o', (options, message) => {
    expect(() => createAdminRunsClient({ address, token: 'secret-token', ...options })).toThrow(new TypeError(message));
    const env = { TFE_ADDRESS: address, TFE_TOKEN: 'secret-token' };
    expect(() => fromEnvironment(options, env)).toThrow(new TypeError(message));
  });
});

test.each([{ limit: '5' }, { limit: null }, { limit: Number.NaN }])('%o is rejected by iterate', async (options) => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  const error = await failure(client.iterate({}, options as object).next());
  expect(error).toEqual(new TypeError('limit must be 0 or more'));
  expect(requests).toEqual([]);
});

test('an option that is undefined has its default', () => {
  const options = { retries: undefined, timeout: undefined, fetch: undefined, log: undefined, readOnly: undefined };
  expect(() => createAdminRunsClient({ address, token: 'secret-token', ...options })).not.toThrow();
});

describe('a read-only client', () => {
  function readOnly(options: Partial<AdminRunsClientOptions> = { readOnly: true }) {
    return stubbedClient([responseOf('single-page')], options);
  }

  test.each(['forceCancel', 'forceCancelUnguarded'] as const)('rejects %s, and sends nothing', async (name) => {
    const { client, requests } = readOnly();
    const error = await failure(client[name]('run-VCsNJXa59eUza53R', { comment: 'Stuck' }));
    expect(error).toBeInstanceOf(GuardError);
    expect(error).toMatchObject({ reason: 'read-only', run: undefined });
    expect(error).toHaveProperty('message', 'Not canceled: this client is read-only');
    expect(requests).toEqual([]);
  });

  test('rejects a POST of `api`, and sends nothing', async () => {
    const { client, requests } = readOnly();
    const path = '/api/v2/admin/runs/{run_id}/actions/force-cancel';
    const post = client.api.POST(path, { params: { path: { run_id: 'run-1' } } });
    expect(await failure(post)).toMatchObject({ name: 'GuardError', reason: 'read-only' });
    expect(requests).toEqual([]);
  });

  test('rejects a POST into which a middleware turns a GET', async () => {
    const { client, requests } = readOnly();
    client.api.use({ onRequest: ({ request }) => new Request(request.url, { method: 'POST' }) });
    expect(await failure(client.list())).toMatchObject({ name: 'GuardError', reason: 'read-only' });
    expect(requests).toEqual([]);
  });

  test('reads', async () => {
    const { client, requests } = readOnly();
    await client.list();
    await client.get('run-1');
    await client.summary().catch(() => {});
    for await (const _ of client.iterate());
    await client.api.GET('/api/v2/admin/runs');
    expect(requests.map(({ method }) => method)).toEqual(Array(5).fill('GET'));
  });

  test('does not request a token', async () => {
    const token = () => {
      throw new Error('asked');
    };
    const { client } = readOnly({ readOnly: true, token });
    expect(await failure(client.forceCancel('run-1'))).toHaveProperty('reason', 'read-only');
  });

  test.each([false, undefined])('is not created by readOnly %s', async (readOnly) => {
    const { client } = stubbedClient([responseOf('canceled-run')], { readOnly });
    await expect(client.forceCancelUnguarded('run-1')).resolves.toHaveProperty('id');
  });
});
