import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { ConnectionError } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const forceCancel = '/api/v2/admin/runs/{run_id}/actions/force-cancel';
const headers = {
  accept: 'application/vnd.api+json',
  authorization: 'Bearer secret-token',
  'cache-control': 'no-cache',
  'content-type': 'application/vnd.api+json',
  'user-agent': `tfe-admin-runs/${packageJson.version}`,
};

test('the openapi-fetch client lists in the same wire form', async () => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  const { data, error, response } = await client.api.GET('/api/v2/admin/runs', {
    params: { query: { q: '', 'filter[status]': ['planning', 'applying'], 'page[size]': 1, include: [] } },
  });
  const url = 'https://tfe.example.com/api/v2/admin/runs?filter%5Bstatus%5D=planning%2Capplying&page%5Bsize%5D=1';
  expect(requests).toEqual([{ method: 'GET', url, headers, body: '' }]);
  expect({ data, error, status: response.status }).toEqual({
    data: example('single-page'),
    error: undefined,
    status: 200,
  });
});

test.each([
  ['no body', undefined, ''],
  ['an empty object', {}, '{}'],
  ['a comment', { comment: 'Stuck' }, '{"comment":"Stuck"}'],
])('the openapi-fetch client posts %s with the media type of the platform', async (_, body, bytes) => {
  const { client, requests } = stubbedClient([responseOf('canceled-run')]);
  const { data } = await client.api.POST(forceCancel, {
    params: { path: { run_id: 'run-1' } },
    ...(body !== undefined && { body }),
  });
  expect(requests).toEqual([
    {
      method: 'POST',
      url: 'https://tfe.example.com/api/v2/admin/runs/run-1/actions/force-cancel',
      headers,
      body: bytes,
    },
  ]);
  expect(data).toEqual(example('canceled-run'));
});

test('the openapi-fetch client returns what went wrong instead of throwing', async () => {
  const { client } = stubbedClient([responseOf('run-not-found', { status: 404 })]);
  const { data, error, response } = await client.api.POST(forceCancel, { params: { path: { run_id: 'run-1' } } });
  expect({ data, error, status: response.status }).toEqual({
    data: undefined,
    error: example('run-not-found'),
    status: 404,
  });
});

test('an empty error of the openapi-fetch client is visible in response.ok only', async () => {
  const { client } = stubbedClient([new Response('', { status: 502, headers: { 'Content-Length': '0' } })]);
  const { data, error, response } = await client.api.GET('/api/v2/admin/runs');
  expect({ data, error, ok: response.ok }).toEqual({ data: undefined, error: undefined, ok: false });
});

test('the openapi-fetch client throws a ConnectionError when there is no response', async () => {
  const broken = new TypeError('fetch failed');
  const { client } = stubbedClient([], { fetch: () => Promise.reject(broken) });
  const error = await failure(client.api.GET('/api/v2/admin/runs'));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toHaveProperty('cause', broken);
});

test('a request of the openapi-fetch client has the token of the client, even if it sets its own', async () => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  await client.api.GET('/api/v2/admin/runs', { headers: { Authorization: 'Bearer another' } });
  expect(requests[0]?.headers.authorization).toBe('Bearer secret-token');
});

test('a middleware of the openapi-fetch client sees the calls of the other methods too', async () => {
  const { client } = stubbedClient([responseOf('single-page')]);
  const seen: string[] = [];
  client.api.use({ onRequest: ({ schemaPath }) => void seen.push(schemaPath) });
  await client.list();
  expect(seen).toEqual(['/api/v2/admin/runs']);
});

test('a middleware of the openapi-fetch client can replace the response, or read it', async () => {
  const { client } = stubbedClient([responseOf('single-page')]);
  const seen: unknown[] = [];
  client.api.use({
    onResponse: async ({ response }) => {
      seen.push(await response.clone().json());
      return new Response(await response.text(), response);
    },
  });
  await expect(client.list()).resolves.toEqual(example('single-page'));
  expect(seen).toEqual([example('single-page')]);
});

test.each([
  ['with a length', responseOf('single-page', { headers: { 'Content-Length': '999' } }), example('single-page')],
  ['without a length', responseOf('single-page'), example('single-page')],
  ['without a body', new Response(null, { status: 204 }), undefined],
])('the openapi-fetch client reads a response %s, and a copy of it can be read', async (_, sent, expected) => {
  const { data, response } = await stubbedClient([sent]).client.api.GET('/api/v2/admin/runs');
  expect(data).toEqual(expected);
  expect(await response.clone().text()).toBe(expected ? JSON.stringify(expected) : '');
});
