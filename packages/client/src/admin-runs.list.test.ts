import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import type { IncludePath, ListRunsParams, RunStatus } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const list = 'https://tfe.example.com/api/v2/admin/runs';

test('a list is one GET with exactly these headers', async () => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  await client.list();
  expect(requests).toEqual([
    {
      method: 'GET',
      url: list,
      headers: {
        accept: 'application/vnd.api+json',
        authorization: 'Bearer secret-token',
        'cache-control': 'no-cache',
        'content-type': 'application/vnd.api+json',
        'user-agent': `tfe-admin-runs/${packageJson.version}`,
      },
      body: '',
    },
  ]);
});

test('a list resolves to the document as it was sent', async () => {
  const { client } = stubbedClient([responseOf('everything-included')]);
  await expect(client.list()).resolves.toEqual(example('everything-included'));
});

test('an empty page is a page', async () => {
  const { client } = stubbedClient([responseOf('empty-page')]);
  await expect(client.list()).resolves.toMatchObject({ data: [], meta: { pagination: { 'total-pages': 0 } } });
});

describe('parameters', () => {
  const instant = new Date('2026-01-01T00:00:00+01:00');

  test.each<[ListRunsParams, string]>([
    [{}, ''],
    [{ q: 'acme/network prod' }, '?q=acme%2Fnetwork+prod'],
    [{ q: 'a&page[size]=1#é' }, '?q=a%26page%5Bsize%5D%3D1%23%C3%A9'],
    [{ status: ['planning'] }, '?filter%5Bstatus%5D=planning'],
    [{ status: ['planning', 'applying'] }, '?filter%5Bstatus%5D=planning%2Capplying'],
    [{ from: instant }, '?filter%5Bfrom%5D=2025-12-31T23%3A00%3A00.000Z'],
    [{ to: instant }, '?filter%5Bto%5D=2025-12-31T23%3A00%3A00.000Z'],
    [{ from: '2026-01-01T00:00:00+01:00' }, '?filter%5Bfrom%5D=2026-01-01T00%3A00%3A00%2B01%3A00'],
    [{ page: { number: 3 } }, '?page%5Bnumber%5D=3'],
    [{ page: { number: 3, size: 50 } }, '?page%5Bnumber%5D=3&page%5Bsize%5D=50'],
    [{ page: { number: 0, size: 0 } }, '?page%5Bnumber%5D=0&page%5Bsize%5D=0'],
    [{ include: ['workspace', 'workspace.organization'] }, '?include=workspace%2Cworkspace.organization'],
  ])('%o is sent as %o', async (params, query) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    await client.list(params);
    expect(requests.map(({ url }) => url)).toEqual([list + query]);
  });

  test('a status that is not an array, as in plain JavaScript, is sent unchanged', async () => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    await client.list({ status: 'planning' as never });
    expect(requests.map(({ url }) => url)).toEqual([`${list}?filter%5Bstatus%5D=planning`]);
  });

  test.each<ListRunsParams>([
    { q: '', from: '', to: '', page: {}, include: [] },
    { q: undefined, status: undefined, from: undefined, to: undefined, page: undefined, include: undefined },
    { page: { number: undefined, size: undefined } },
  ])('what is empty is left out: %o', async (params) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    await client.list(params);
    expect(requests.map(({ url }) => url)).toEqual([list]);
  });

  test.each([
    [{ from: new Date('tomorrow') }, RangeError, 'Invalid time value'],
    [{ to: new Date(Number.NaN) }, RangeError, 'Invalid time value'],
    [{ stauts: ['planning'] }, TypeError, 'Unknown parameter: stauts'],
    [{ 'filter[status]': 'planning' }, TypeError, 'Unknown parameter: filter[status]'],
    [{ pageSize: undefined }, TypeError, 'Unknown parameter: pageSize'],
  ])('%o is rejected, and nothing is sent', async (params, kind, message) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    for (const call of [client.list(params as ListRunsParams), client.iterate(params as ListRunsParams).next()]) {
      const error = await failure(call);
      expect(error).toBeInstanceOf(kind);
      expect(error).toHaveProperty('message', message);
    }
    expect(requests).toEqual([]);
  });

  test.each([[[]], [['']], [['', '']], [[undefined, undefined]], [null], ['']])(
    'status: %o is rejected, because it would list everything',
    async (status) => {
      const { client, requests } = stubbedClient([responseOf('single-page')]);
      const error = await failure(client.list({ status: status as RunStatus[] }));
      expect(error).toMatchObject({ name: 'TypeError', message: 'status is empty' });
      expect(requests).toEqual([]);
    },
  );

  test.each([{ page: { sise: 1 } }, { page: { number: 1, nubmer: 2 } }])(
    '%o is rejected, and nothing is sent',
    async (params) => {
      const { client, requests } = stubbedClient([responseOf('single-page')]);
      expect(await failure(client.list(params as ListRunsParams))).toBeInstanceOf(TypeError);
      expect(await failure(client.iterate(params as ListRunsParams).next())).toBeInstanceOf(TypeError);
      expect(await failure(client.list({}, { sginal: undefined } as object))).toBeInstanceOf(TypeError);
      expect(await failure(client.iterate({}, { limt: 5 } as object).next())).toBeInstanceOf(TypeError);
      expect(requests).toEqual([]);
    },
  );

  test('any combination arrives as it was meant', async () => {
    const word = fc.string({ unit: 'grapheme' });
    const instants = fc.oneof(fc.date({ noInvalidDate: true }), word);
    const statuses = fc.constantFrom<RunStatus>('planning', 'applying', 'policy_soft_failed', 'force_canceled');
    const paths = fc.constantFrom<IncludePath>('workspace', 'workspace.organization', 'workspace.organization.owners');
    const page = fc.record({ number: fc.integer(), size: fc.integer() }, { requiredKeys: [] });
    const params = fc.record<ListRunsParams>(
      {
        q: word,
        status: fc.array(statuses, { minLength: 1 }),
        from: instants,
        to: instants,
        page,
        include: fc.array(paths),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(params, async (params) => {
        const { client, requests } = stubbedClient([responseOf('single-page')]);
        await client.list(params);
        const { origin, pathname, searchParams } = new URL(requests[0]?.url ?? '');
        expect(origin + pathname).toBe(list);
        expect(Object.fromEntries(searchParams)).toEqual(meaning(params));
        expect([...searchParams]).toHaveLength(Object.keys(meaning(params)).length);
      }),
    );
  });

  function meaning({ q, status, from, to, page, include }: ListRunsParams) {
    const text = (value?: Date | string) => (value instanceof Date ? value.toISOString() : value);
    const all = {
      q,
      'filter[status]': status?.join(','),
      'filter[from]': text(from),
      'filter[to]': text(to),
      'page[number]': page?.number?.toString(),
      'page[size]': page?.size?.toString(),
      include: include?.join(','),
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  }
});
