import { afterEach, describe, expect, test, vi } from 'vitest';
import { createAdminRunsClient } from './index.ts';
import { example, responseOf } from './testing/stub.ts';

afterEach(() => vi.unstubAllGlobals());

/** The requests of every call. */
async function requestsOfEveryCall(): Promise<Request[]> {
  const requests: Request[] = [];
  const client = createAdminRunsClient({
    address: 'https://tfe.example.com',
    token: 'secret-token',
    async fetch(request) {
      requests.push(request);
      return responseOf(request.method === 'GET' ? 'single-page' : 'canceled-run');
    },
  });
  const { id } = example('single-page').data[0];
  await client.list();
  await client.get(id);
  await client.summary();
  for await (const _ of client.iterate());
  await client.forceCancel(id);
  await client.forceCancelUnguarded(id);
  await client.api.GET('/api/v2/admin/runs');
  return requests;
}

describe('caches', () => {
  test('no request uses the cache of the runtime', async () => {
    const requests = await requestsOfEveryCall();
    expect(requests).toHaveLength(8);
    for (const { cache, method, url } of requests) expect({ cache, method, url }).toMatchObject({ cache: 'no-store' });
  });

  test('caches on the way are asked for a fresh response, by a header that browsers set themselves', async () => {
    for (const { headers } of await requestsOfEveryCall()) expect(headers.get('Cache-Control')).toBe('no-cache');
    vi.stubGlobal('location', { href: 'https://dashboard.example.com/' });
    for (const { headers } of await requestsOfEveryCall()) expect(headers.has('Cache-Control')).toBe(false);
  });

  test('the option `cache` is not passed to a runtime that rejects it', async () => {
    const NewRequest = Request;
    // Its prototype is an empty object. (Cloudflare's runtime with a compatibility date before November 2024.)
    function OldRequest(input: RequestInfo, init?: RequestInit) {
      if (init && 'cache' in init) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
      return new NewRequest(input, init);
    }
    vi.stubGlobal('Request', OldRequest);
    expect(await requestsOfEveryCall()).toHaveLength(8);
  });
});
