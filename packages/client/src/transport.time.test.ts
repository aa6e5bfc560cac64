import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AdminRunsClient, AdminRunsClientOptions } from './index.ts';
import { failure, responseOf, stubbedClient } from './testing/stub.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function never() {
  return new Promise<never>(() => {});
}

/** A `fetch` that never settles, and the signals that it got. */
function hanging() {
  const signals: AbortSignal[] = [];
  const fetch = (_: Request, { signal }: { signal: AbortSignal }) => {
    signals.push(signal);
    return never();
  };
  return { signals, fetch };
}

/** Servers that do not respond, with a `fetch` that obeys its signal and one that ignores it. */
const silences: [string, NonNullable<AdminRunsClientOptions['fetch']>][] = [
  ['a fetch that heeds its signal', (_, { signal }) => new Promise((_, no) => signal.addEventListener('abort', no))],
  ['a fetch that ignores its signal', never],
  ['a fetch that takes its signal for its own', (_, { signal }) => new Promise(() => (signal.onabort = () => {}))],
  ['a body that never ends', async () => new Response(new ReadableStream({ pull: never }))],
  [
    'a body that never ends, after an error status',
    async () => new Response(new ReadableStream({ pull: never }), { status: 500 }),
  ],
];
const calls: [string, (client: AdminRunsClient, signal?: AbortSignal) => Promise<unknown>][] = [
  ['list', (client, signal) => client.list({}, { signal })],
  ['forceCancelUnguarded', (client, signal) => client.forceCancelUnguarded('run-1', { signal })],
  ['iterate', (client, signal) => client.iterate({}, { signal }).next()],
];

describe.each(calls)('%s', (_, call) => {
  describe.each(silences)('with %s', (_, fetch) => {
    test('ends when the timeout of the attempt expires', async () => {
      const { client } = stubbedClient([], { fetch });
      const error = failure(call(client));
      await vi.advanceTimersByTimeAsync(29_999);
      expect(await Promise.race([error, 'still waiting'])).toBe('still waiting');
      await vi.advanceTimersByTimeAsync(1);
      expect(await error).toMatchObject({ name: 'ConnectionError', limit: 'timeout' });
      expect((await error) as Error).toHaveProperty('message', expect.stringContaining(': timeout expired; check '));
      expect(vi.getTimerCount()).toBe(0);
    });

    test('ends when the timeout of the whole call expires', async () => {
      const { client } = stubbedClient([], { fetch, totalTimeout: 1000 });
      const error = failure(call(client));
      await vi.advanceTimersByTimeAsync(1000);
      expect(await error).toMatchObject({ name: 'ConnectionError', limit: 'totalTimeout' });
      expect(vi.getTimerCount()).toBe(0);
    });

    test("ends with the signal's reason when it aborts", async () => {
      const { client } = stubbedClient([], { fetch });
      const controller = new AbortController();
      const error = failure(call(client, controller.signal));
      await vi.advanceTimersByTimeAsync(1000);
      controller.abort('enough');
      expect(await error).toBe('enough');
      expect(vi.getTimerCount()).toBe(0);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    });
  });
});

test('the request of each attempt ends with it', async () => {
  const { signals, fetch } = hanging();
  const { client } = stubbedClient([], { fetch, timeout: 100, retries: 1 });
  const error = failure(client.list());
  await vi.runAllTimersAsync();
  await error;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test("the request ends with the signal's reason", async () => {
  const { signals, fetch } = hanging();
  const controller = new AbortController();
  const error = failure(stubbedClient([], { fetch }).client.list({}, { signal: controller.signal }));
  await vi.advanceTimersByTimeAsync(1);
  controller.abort('enough');
  await error;
  expect(signals.map(({ reason }) => reason)).toEqual(['enough']);
});

test('each attempt of a GET has its own timeout, and all of them have a total one', async () => {
  const fetch = vi.fn(never);
  const { client } = stubbedClient([], { fetch, retries: 9, timeout: 1000, totalTimeout: 5000 });
  const started = Date.now();
  const error = failure(client.list());
  await vi.runAllTimersAsync();
  expect(await error).toMatchObject({ name: 'ConnectionError' });
  expect(Date.now() - started).toBeLessThanOrEqual(5000);
  expect(fetch.mock.calls.length).toBeGreaterThan(1);
});

test('a token function that hangs is included in the timeout, and the signal ends the call', async () => {
  const { client, requests } = stubbedClient([], { token: never });
  const controller = new AbortController();
  const [late, aborted] = [failure(client.list()), failure(client.list({}, { signal: controller.signal }))];
  controller.abort('enough');
  expect(await aborted).toBe('enough');
  await vi.runAllTimersAsync();
  expect(await late).toMatchObject({ name: 'ConnectionError', limit: 'timeout' });
  expect(requests).toEqual([]);
});

test('a call that has rejected sends nothing more', async () => {
  const fetch = vi.fn(never);
  const token = () => new Promise<string>((resolve) => setTimeout(resolve, 2000, 'late'));
  const { client } = stubbedClient([], { fetch, token, timeout: 1000 });
  const error = failure(client.forceCancelUnguarded('run-1'));
  await vi.runAllTimersAsync();
  expect(await error).toHaveProperty('message', expect.stringMatching(/timeout expired; check .* CORS$/));
  expect(fetch).not.toHaveBeenCalled();
});

async function listed() {
  return responseOf({ data: [{ id: 'run-1', attributes: { status: 'planning' } }] });
}

function listedLate() {
  return new Promise<void>((resolve) => setTimeout(resolve, 500)).then(listed);
}

test.each<[what: string, totalTimeout: number, checks: (() => Promise<Response>)[]]>([
  ['hangs', 1000, [listed, never]],
  ['is slow', 1500, [listedLate, listedLate]],
])('a check that %s is included in totalTimeout, and nothing is sent after it', async (_, totalTimeout, checks) => {
  const methods: string[] = [];
  const busy = responseOf({}, { status: 429, headers: { 'Retry-After': '0.9' } });
  const fetch = async ({ method }: Request) => {
    methods.push(method);
    return method === 'POST' ? busy : (checks.shift() ?? never)();
  };
  const { client } = stubbedClient([], { fetch, retries: 1, totalTimeout });
  const started = Date.now();
  const error = failure(client.forceCancel('run-1'));
  const elapsed = error.then(() => Date.now() - started);
  await vi.runAllTimersAsync();
  expect(await error).toMatchObject({ limit: 'totalTimeout', message: expect.stringMatching(/CORS$/) });
  expect(await elapsed).toBeLessThanOrEqual(totalTimeout + 1);
  expect(methods).toEqual(['GET', 'POST', 'GET']);
});

test('a timeout of 0 expires immediately', async () => {
  const { client } = stubbedClient([], { fetch: never, timeout: 0 });
  const error = failure(client.list());
  await vi.advanceTimersByTimeAsync(1);
  expect(await error).toMatchObject({ limit: 'timeout' });
});

test.each([Number.POSITIVE_INFINITY, 2 ** 40])(
  'a time of %d ms is not taken for 1 ms, as Node takes it',
  async (time) => {
    const { client } = stubbedClient([], { fetch: never, timeout: time, totalTimeout: time });
    const error = failure(client.list());
    await vi.advanceTimersByTimeAsync(20 * 24 * 3600 * 1000);
    expect(await Promise.race([error, 'still waiting'])).toBe('still waiting');
  },
);

describe('ten thousand calls leave nothing behind', () => {
  const rounds = Array.from({ length: 10_000 });
  const bad = () => responseOf({ errors: [] }, { status: 400 });

  test.each<[string, (client: AdminRunsClient, signal: AbortSignal) => Promise<unknown>]>([
    ['list', (client, signal) => client.list({}, { signal })],
    ['get', (client, signal) => client.get('run-1', { signal })],
    ['a loop', (client, signal) => Array.fromAsync(client.iterate({}, { signal, prefetch: true }))],
    [
      'a loop that is left',
      async (client, signal) => {
        for await (const _ of client.iterate({}, { signal, prefetch: true })) break;
      },
    ],
    ['forceCancelUnguarded', (client, signal) => client.forceCancelUnguarded('run-1', { signal })],
  ])('of %s, neither timer nor listener', async (_, call) => {
    const { signal } = new AbortController();
    let count = 0;
    const fetch = async () => (count++ % 10 ? responseOf(page) : bad());
    const { client } = stubbedClient([], { fetch });
    for (const _ of rounds) await call(client, signal).catch(() => {});
    expect(count).toBeGreaterThanOrEqual(10_000);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  const page = { data: [{ id: 'run-1' }], meta: { pagination: { 'next-page': null, 'total-count': 1 } } };
});
