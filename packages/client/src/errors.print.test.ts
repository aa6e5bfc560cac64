import { inspect, stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AdminRunsError, type ApiError, toResult } from './index.ts';
import { failure, responseOf, stubbedClient, token } from './testing/stub.ts';

const repeating = { errors: [{ status: '401', title: token, detail: `Bearer ${token} is unknown, ${token}` }] };
const calls = {
  ApiError: () => stubbedClient([responseOf('unauthorized', { status: 401 })]).client.list(),
  'ApiError of a server that repeats the token': () =>
    stubbedClient([responseOf(repeating, { status: 401 })]).client.list(),
  ConnectionError: () =>
    stubbedClient([], {
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'E' } })),
    }).client.list(),
  'ConnectionError of time': () => stubbedClient([], { fetch: () => new Promise(() => {}), timeout: 1 }).client.list(),
  GuardError: () => stubbedClient([responseOf('empty-page')]).client.forceCancel('run-1'),
};

describe.each(Object.entries(calls))('%s', (name, call) => {
  test('prints its name, its message and its fields, and neither token nor Response', async () => {
    const error = await failure(call());
    const printed = inspect(error);
    expect(printed.split('\n')[0]).toBe(`${name.split(' ')[0]}: ${(error as Error).message}`);
    expect(printed).not.toMatch(/Response|Headers|Symbol|Authorization/);
    expect(printed.split('\n').filter((line) => !/^\s+at /.test(line)).length).toBeLessThan(25);
  });

  test('has no token in any property', async () => {
    const error = await failure(call());
    const everything = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    expect(everything + JSON.stringify(error)).not.toContain(token);
  });

  test('is reported by Vitest with its message', async () => {
    const error = await failure(call());
    const reported = await failure(expect(Promise.reject(error)).resolves.toBe(1));
    const { message } = error as Error;
    expect(stripVTControlCharacters(inspect(reported))).toContain(message.slice(0, 40));
  });

  test('has a stack trace that names this file', async () => {
    const error = (await failure(call())) as Error;
    expect(error.stack).toContain('/packages/client/');
  });

  test('is an AdminRunsError, also as a result', async () => {
    const { data, error } = await toResult(call() as Promise<unknown>);
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(AdminRunsError);
    expect(error).toBeInstanceOf(Error);
  });
});

describe('toResult', () => {
  test('returns the data of a call that succeeds', async () => {
    expect(await toResult(Promise.resolve(7))).toEqual({ data: 7 });
  });

  test("still throws the caller's own errors", async () => {
    const { client } = stubbedClient([]);
    await expect(toResult(client.list({ stauts: [] } as object))).rejects.toThrow(TypeError);
    await expect(toResult(client.list({}, { signal: AbortSignal.abort('enough') }))).rejects.toBe('enough');
  });
});

test('the token is removed from what the server says about it, in the message and in the errors', async () => {
  const { client } = stubbedClient([responseOf(repeating, { status: 401 })]);
  const { message, response } = (await failure(client.list())) as ApiError;
  expect(message).toContain('401: Bearer [token] is unknown, [token]');
  expect(await response.text()).not.toContain(token);
});

test('a short token, which may be part of any text, is not removed', async () => {
  const { client } = stubbedClient([responseOf('not-an-administrator', { status: 404 })], { token: 'not' });
  expect(await failure(client.list())).toHaveProperty(
    'message',
    expect.stringContaining(' responded with 404: not found'),
  );
});

test("the headers and the body of an ApiError's response can be read repeatedly", async () => {
  const { client } = stubbedClient([new Response('<h1>Bad gateway</h1>', { status: 502, headers: { Via: 'proxy' } })]);
  const { response } = (await failure(client.list())) as { response: Response };
  expect(response.headers.get('Via')).toBe('proxy');
  expect([await response.text(), await response.text(), await response.clone().text()]).toEqual(
    Array(3).fill('<h1>Bad gateway</h1>'),
  );
});
