import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AdminRunsClient, AdminRunsClientOptions, Attempt } from './index.ts';
import { failure, responseOf, stubbedClient, token } from './testing/stub.ts';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') }));
afterEach(() => void vi.useRealTimers());

function get(client: AdminRunsClient) {
  return client.list();
}

function post(client: AdminRunsClient) {
  return client.forceCancelUnguarded('run-1', { comment: 'Stuck' });
}

function failed(status: number, headers: Record<string, string> = {}) {
  return responseOf({ errors: [] }, { status, headers });
}

/** The result of a call, the delays before its retries, and its requests. */
async function outcome(
  call: (client: AdminRunsClient) => Promise<unknown>,
  responses: Response[],
  options: Partial<AdminRunsClientOptions> = {},
) {
  const waits: number[] = [];
  const onRetry = ({ delay }: Attempt) => void waits.push(delay as number);
  const { client, requests } = stubbedClient(responses, { retries: 2, onRetry, ...options });
  const started = Date.now();
  const result = call(client).catch((error) => error);
  await vi.runAllTimersAsync();
  return { result: await result, waits, requests, elapsed: Date.now() - started };
}

describe('what is sent again', () => {
  const statuses = [400, 401, 403, 404, 408, 409, 410, 415, 422, 425, 429, 499, 500, 501, 502, 503, 504, 599];

  test.each(statuses)('a GET after %i', async (status) => {
    const again = status === 408 || status === 429 || status >= 500;
    const { result, requests } = await outcome(get, [failed(status)]);
    expect(requests).toHaveLength(again ? 3 : 1);
    expect(result).toMatchObject({ name: 'ApiError', status });
  });

  test.each(statuses)('a POST after %i', async (status) => {
    const { result, requests } = await outcome(post, [failed(status)]);
    expect(requests).toHaveLength(status === 429 ? 3 : 1);
    expect(result).toMatchObject({ name: 'ApiError', status });
  });

  test('a GET after a lost connection, a POST not', async () => {
    const fetch = vi.fn(() => Promise.reject(new TypeError('fetch failed')));
    expect((await outcome(get, [], { fetch })).result).toHaveProperty('name', 'ConnectionError');
    expect(fetch).toHaveBeenCalledTimes(3);
    fetch.mockClear();
    expect((await outcome(post, [], { fetch })).result).toHaveProperty('name', 'ConnectionError');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('a GET whose response was incomplete', async () => {
    const cut = () => new Response(new ReadableStream({ pull: (body) => body.error(new Error('cut')) }));
    const fetch = vi.fn(async () => (fetch.mock.calls.length < 3 ? cut() : responseOf('single-page')));
    expect((await outcome(get, [], { fetch })).result).toHaveProperty('data');
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test.each([[get], [post]])('the same bytes and headers, until it succeeds', async (call) => {
    const { result, requests } = await outcome(call, [
      failed(429),
      failed(429),
      responseOf(call === get ? 'single-page' : 'canceled-run'),
    ]);
    expect(result).not.toBeInstanceOf(Error);
    expect(requests).toHaveLength(3);
    expect(requests[1]).toEqual(requests[0]);
    expect(requests[2]).toEqual(requests[0]);
    if (call === post) expect(requests[2]?.body).toBe('{"comment":"Stuck"}');
  });

  test.each([0, 1, 5])('%i times, if `retries` says so', async (retries) => {
    expect((await outcome(get, [failed(503)], { retries })).requests).toHaveLength(retries + 1);
  });

  test('nothing after an error of the token function or of an argument', async () => {
    const token = vi.fn(() => Promise.reject(new Error('sealed')));
    const { result, requests } = await outcome(get, [responseOf('single-page')], { token });
    expect(result).toHaveProperty('message', 'sealed');
    expect(requests).toEqual([]);
    expect(token).toHaveBeenCalledOnce();
  });

  test('with a new token, because the old one may have expired during the wait', async () => {
    const token = vi.fn(() => `token-${token.mock.calls.length}`);
    const { requests } = await outcome(get, [failed(503), responseOf('single-page')], { token });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });
});

describe('the wait', () => {
  const date = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000).toUTCString();
  const backoff = 'backoff';

  test.each<[status: number, headers: Record<string, string>, wait: number | typeof backoff]>([
    [429, { 'Retry-After': '7' }, 7000],
    [429, { 'Retry-After': '0.25' }, 250],
    [503, { 'Retry-After': '7' }, 7000],
    [500, { 'Retry-After': '7' }, 7000],
    [429, { 'Retry-After': date(5) }, 5000],
    [503, { 'Retry-After': date(5) }, 5000],
    [429, { 'Retry-After': date(-5) }, backoff],
    [429, { 'Retry-After': '0' }, backoff],
    [429, { 'Retry-After': '-1' }, backoff],
    [429, { 'Retry-After': 'soon' }, backoff],
    [429, { 'Retry-After': '' }, backoff],
    [429, { 'Retry-After': 'NaN' }, backoff],
    [429, { 'Retry-After': '86400' }, 60_000],
    [429, { 'Retry-After': '1e300' }, 60_000],
    [429, { 'Retry-After': 'Infinity' }, 60_000],
    [429, { 'Retry-After': date(86_400) }, 60_000],
    [429, { 'X-RateLimit-Reset': '0.427' }, 427],
    [429, { 'X-RateLimit-Reset': '0' }, backoff],
    [429, { 'X-RateLimit-Reset': 'garbage' }, backoff],
    [429, { 'Retry-After': '3', 'X-RateLimit-Reset': '0.1' }, 3000],
    [503, { 'X-RateLimit-Reset': '9.5' }, backoff],
    [429, {}, backoff],
    [500, {}, backoff],
  ])('after %i with %o is %s', async (status, headers, wait) => {
    const { waits, elapsed } = await outcome(get, [failed(status, headers), responseOf('single-page')]);
    expect(waits).toHaveLength(1);
    if (wait === backoff) expect(waits[0]).toSatisfy((wait: number) => wait > 375 && wait <= 500);
    else expect(waits).toEqual([wait]);
    expect(Math.abs(elapsed - (waits[0] as number))).toBeLessThan(2);
  });

  test('doubles from half a second to eight, minus up to a quarter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (random) => {
        vi.spyOn(Math, 'random').mockReturnValue(random);
        const { waits } = await outcome(get, [failed(502)], { retries: 7 });
        vi.mocked(Math.random).mockRestore();
        const whole = [500, 1000, 2000, 4000, 8000, 8000, 8000];
        expect(waits).toEqual(whole.map((wait) => wait * (1 - random / 4)));
      }),
      { numRuns: 30 },
    );
  });

  test('ends when the signal aborts, with its reason, and leaves no timer', async () => {
    const controller = new AbortController();
    const { client, requests } = stubbedClient([failed(503)], { retries: 2 });
    const error = failure(client.list({}, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(100);
    controller.abort('enough');
    expect(await error).toBe('enough');
    expect(requests).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([10_000, 30_000])(
    'does not begin if it would exceed a totalTimeout of %i: the response is reported immediately',
    async (totalTimeout) => {
      const { result, waits, elapsed } = await outcome(get, [failed(429, { 'Retry-After': '30' })], { totalTimeout });
      expect(result).toMatchObject({ name: 'ApiError', status: 429 });
      expect({ waits, elapsed }).toEqual({ waits: [], elapsed: 0 });
    },
  );
});

describe('hooks', () => {
  test('log gets every attempt, onRetry only those before a retry', async () => {
    const log = vi.fn<(attempt: Attempt) => void>();
    const onRetry = vi.fn<(attempt: Attempt) => void>();
    const lost = new TypeError('fetch failed');
    const fetch = vi
      .fn<(request: Request) => Promise<Response>>()
      .mockResolvedValueOnce(failed(429, { 'Retry-After': '2', 'X-Request-Id': 'b0c4f5a2' }))
      .mockRejectedValueOnce(lost)
      .mockResolvedValueOnce(responseOf('single-page'));
    await outcome((client) => client.list({ q: 'hush' }), [], { fetch, log, onRetry });
    const common = { method: 'GET', url: 'https://tfe.example.com/api/v2/admin/runs', duration: 0 };
    const attempts = [
      { ...common, attempt: 1, status: 429, requestId: 'b0c4f5a2', error: undefined, delay: 2000 },
      { ...common, attempt: 2, error: expect.objectContaining({ cause: lost }), delay: expect.any(Number) },
      { ...common, attempt: 3, status: 200, requestId: null, error: undefined, delay: undefined },
    ];
    expect(log.mock.calls.flat()).toEqual(attempts);
    expect(onRetry.mock.calls.flat()).toEqual(attempts.slice(0, 2));
    const printed = inspect([log.mock.calls, onRetry.mock.calls], {
      depth: Number.POSITIVE_INFINITY,
      showHidden: true,
    });
    expect(printed + JSON.stringify(log.mock.calls)).not.toMatch(new RegExp(`${token}|Bearer|hush`));
  });

  test('duration is how long the attempt took, including its body', async () => {
    const log = vi.fn<(attempt: Attempt) => void>();
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      return responseOf('single-page');
    };
    await outcome(get, [], { fetch: slow, log });
    expect(log.mock.calls[0]?.[0].duration).toBe(250);
  });

  test('an error that onRetry throws ends the call', async () => {
    const enough = new Error('enough');
    const onRetry = () => {
      throw enough;
    };
    const { result, requests, elapsed } = await outcome(get, [failed(503)], { onRetry });
    expect(elapsed).toBe(0); // before the wait
    expect(result).toBe(enough);
    expect(requests).toHaveLength(1);
  });
});

test('iterate continues after the rate limit', async () => {
  const page = (id: string, next: number | null) =>
    responseOf({ data: [{ id, attributes: {} }], meta: { pagination: { 'next-page': next, 'total-count': 2 } } });
  const { result, waits } = await outcome(
    (client) => Array.fromAsync(client.iterate()),
    [page('run-1', 2), failed(429, { 'X-RateLimit-Reset': '0.5' }), page('run-2', null)],
  );
  expect(result).toMatchObject([{ id: 'run-1' }, { id: 'run-2' }]);
  expect(waits).toEqual([500]);
});
