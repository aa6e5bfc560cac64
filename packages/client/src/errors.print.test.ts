import { inspect, stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AdminRunsError, type ApiError, toResult } from './index.ts';
import { answer, failure, stubbedClient, token } from './testing/stub.ts';

const repeating = { errors: [{ status: '401', title: token, detail: `Bearer ${token} is unknown, ${token}` }] };
const calls = {
  ApiError: () => stubbedClient([answer('unauthorized', { status: 401 })]).client.list(),
  'ApiError of a server that repeats the token': () =>
    stubbedClient([answer(repeating, { status: 401 })]).client.list(),
  ConnectionError: () =>
    stubbedClient([], {
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'E' } })),
    }).client.list(),
  'ConnectionError of time': () => stubbedClient([], { fetch: () => new Promise(() => {}), timeout: 1 }).client.list(),
  GuardError: () => stubbedClient([answer('empty-page')]).client.forceCancel('run-1'),
};

describe.each(Object.entries(calls))('%s', (name, call) => {
  test('prints its name, its message and its fields, and neither token nor Response', async () => {
    const error = await failure(call());
    const printed = inspect(error);
    expect(printed.split('\n')[0]).toBe(`${name.split(' ')[0]}: ${(error as Error).message}`);
    expect(printed).not.toMatch(/Response|Headers|Symbol|Authorization/);
    expect(printed.split('\n').filter((line) => !/^\s+at /.test(line)).length).toBeLessThan(25);
  });

  test('holds no token anywhere', async () => {
    const error = await failure(call());
    const everything = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
    expect(everything + JSON.stringify(error)).not.toContain(token);
  });

  test('is told by Vitest with its message', async () => {
    const error = await failure(call());
    const told = await failure(expect(Promise.reject(error)).resolves.toBe(1));
    const { message } = error as Error;
    expect(stripVTControlCharacters(inspect(told))).toContain(message.slice(0, 40));
  });

  test('has a stack that leads here', async () => {
    const error = (await failure(call())) as Error;
    expect(error.stack).toContain('/packages/client/');
  });

  test('is one class for all, as a result too', async () => {
    const { data, error } = await toResult(call() as Promise<unknown>);
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(AdminRunsError);
    expect(error).toBeInstanceOf(Error);
  });
});

describe('toResult', () => {
  test('gives the data of a call that succeeds', async () => {
    expect(await toResult(Promise.resolve(7))).toEqual({ data: 7 });
  });

  test("still throws what is the caller's own", async () => {
    const { client } = stubbedClient([]);
    await expect(toResult(client.list({ stauts: [] } as object))).rejects.toThrow(TypeError);
    await expect(toResult(client.list({}, { signal: AbortSignal.abort('enough') }))).rejects.toBe('enough');
  });
});

test('what a server says of the token is said without it, in the error and in its answer', async () => {
  const { client } = stubbedClient([answer(repeating, { status: 401 })]);
  const { message, response } = (await failure(client.list())) as ApiError;
  expect(message).toContain('401: Bearer [token] is unknown, [token]');
  expect(await response.text()).not.toContain(token);
});

test('a token that may be part of any text is left in it', async () => {
  const { client } = stubbedClient([answer('not-an-administrator', { status: 404 })], { token: 'not' });
  expect(await failure(client.list())).toHaveProperty(
    'message',
    expect.stringContaining(' responded with 404: not found'),
  );
});

test('the answer of an ApiError is there for its headers and its body, as often as it is read', async () => {
  const { client } = stubbedClient([new Response('<h1>Bad gateway</h1>', { status: 502, headers: { Via: 'proxy' } })]);
  const { response } = (await failure(client.list())) as { response: Response };
  expect(response.headers.get('Via')).toBe('proxy');
  expect([await response.text(), await response.text(), await response.clone().text()]).toEqual(
    Array(3).fill('<h1>Bad gateway</h1>'),
  );
});
