import { describe, expect, test } from 'vitest';
import { createAdminRunsClient, fromEnvironment } from './index.ts';
import { answer, failure, stubbedClient } from './testing/stub.ts';

const address = 'https://tfe.example.com';

describe('an option that is not valid is rejected at once:', () => {
  test.each<[options: object, message: string]>([
    [{ timeOut: 5 }, 'Unknown parameter: timeOut'],
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
  const { client, requests } = stubbedClient([answer('single-page')]);
  const error = await failure(client.iterate({}, options as object).next());
  expect(error).toEqual(new TypeError('limit must be 0 or more'));
  expect(requests).toEqual([]);
});

test('what is undefined has its default', () => {
  const options = { retries: undefined, timeout: undefined, fetch: undefined, log: undefined };
  expect(() => createAdminRunsClient({ address, token: 'secret-token', ...options })).not.toThrow();
});
