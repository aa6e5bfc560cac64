import { type AdminRunsClientOptions, ApiError, createAdminRunsClient } from '@tfe-admin-runs/client';
import { startMock } from '@tfe-admin-runs/mock';
import { document } from '@tfe-admin-runs/testing/document';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const mock = await startMock();
afterAll(() => mock.close());
beforeEach(() => {
  mock.requests.length = 0;
});

/** A client of the mock that requests a particular response. */
function client(prefer?: string) {
  const options: AdminRunsClientOptions = { address: mock.url, token: 'a-token', retries: 0 };
  if (prefer) {
    options.fetch = (request, init) => {
      request.headers.set('Prefer', prefer);
      return fetch(request, init);
    };
  }
  return createAdminRunsClient(options);
}

function example(name: keyof typeof document.components.examples) {
  return document.components.examples[name].value;
}

describe('the client, against the mock', () => {
  test("lists the runs of the document's example", async () => {
    expect(await client().list()).toEqual(example('single-page'));
  });

  test.for(['empty-page', 'middle-page', 'last-page', 'everything-included'] as const)('lists %s', async (name) => {
    expect(await client(`example=${name}`).list()).toEqual(example(name));
  });

  test('the strict mock accepts every parameter of the client', async () => {
    await client().list({
      q: 'acme/network & more',
      status: ['planning', 'applying'],
      from: new Date('2026-01-01'),
      to: '2026-01-31T23:59:59+02:00',
      page: { number: 2, size: 100 },
      include: ['workspace', 'workspace.organization.owners'],
    });
    expect(mock.requests).toMatchObject([{ method: 'GET', path: '/api/v2/admin/runs', status: 200 }]);
  });

  test('iterates over the runs of a single page', async () => {
    const runs = await Array.fromAsync(client().iterate({ status: ['pending'] }));
    expect(runs.map(({ id }) => id)).toEqual(['run-VCsNJXa59eUza53R']);
    expect(mock.requests).toHaveLength(1);
  });

  test('iterates over an empty page', async () => {
    expect(await Array.fromAsync(client('example=empty-page').iterate())).toEqual([]);
  });

  test('does not loop over a page that repeats', async () => {
    await expect(Array.fromAsync(client('example=middle-page').iterate())).rejects.toThrow('3 after page 3');
  });

  test.for([undefined, 'stuck'])('force-cancels with the comment %s', async (comment) => {
    const run = await client().forceCancel('run-VCsNJXa59eUza53R', comment === undefined ? {} : { comment });
    expect(run.attributes.status).toBe('canceled');
    expect(mock.requests.slice(1)).toMatchObject([
      { path: '/api/v2/admin/runs/run-VCsNJXa59eUza53R/actions/force-cancel' },
    ]);
  });

  test.for([401, 404, 429, 500])('a list that gets %i reports it', async (status) => {
    const error = await client(`code=${status}`)
      .list()
      .catch((error) => error);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, errors: [{ status: String(status) }] });
  });

  test.for([401, 404, 409, 429, 500])('a force-cancel that gets %i reports it', async (status) => {
    const error = await client(`code=${status}`)
      .forceCancelUnguarded('run-1')
      .catch((error) => error);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, errors: [{ status: String(status) }] });
  });

  test('an error of the mock names the parameter, and what would be right', async () => {
    const status = ['planing'] as unknown as ['planning'];
    const error = await client()
      .list({ status })
      .catch((error) => error);
    expect(error).toMatchObject({ status: 400, errors: [{ source: { parameter: 'filter[status]' } }] });
    expect(error.message).toContain('planning');
  });

  test('the openapi-fetch client sends the same form', async () => {
    const { data, response } = await client().api.GET('/api/v2/admin/runs', {
      params: { query: { 'filter[status]': ['planning'], 'page[size]': 1 } },
    });
    expect(response.status).toBe(200);
    expect(data).toEqual(example('single-page'));
  });
});
