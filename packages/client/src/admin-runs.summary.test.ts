import { runStatuses, statusGroups } from '@tfe-admin-runs/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure, responseOf, stubbedClient } from './testing/stub.ts';

/** The summary of an installation that counts runs like this. */
async function summarize(counts: Record<string, number>) {
  const { client } = stubbedClient([responseOf({ data: [], meta: { 'status-counts': counts } })]);
  return client.summary();
}

test('it takes one request for the smallest page, with the filters that the counts depend on', async () => {
  const { client, requests } = stubbedClient([responseOf('single-page')]);
  await client.summary({ q: 'acme', from: '2026-01-01T00:00:00Z', to: new Date('2026-02-01T00:00:00Z') });
  expect(requests.map(({ url }) => [...new URL(url).searchParams])).toEqual([
    [
      ['q', 'acme'],
      ['filter[from]', '2026-01-01T00:00:00Z'],
      ['filter[to]', '2026-02-01T00:00:00.000Z'],
      ['page[size]', '1'],
    ],
  ]);
});

test('it counts by group and by status, and names statuses as filters do', async () => {
  const counts = { pending: 3, 'plan-queued': 1, planning: 2, planned: 4, applied: 5, 'of-tomorrow': 6, total: 21 };
  expect(await summarize(counts)).toEqual({
    total: 21,
    byGroup: { queued: 4, running: 2, waiting: 4, final: 5, other: 6 },
    byStatus: { pending: 3, plan_queued: 1, planning: 2, planned: 4, applied: 5, of_tomorrow: 6 },
  });
});

test('what an installation does not count by status is in `other`', async () => {
  const { byGroup, byStatus } = await summarize({ planning: 2, total: 5 });
  expect(byGroup).toEqual({ queued: 0, running: 2, waiting: 0, final: 0, other: 3 });
  expect(byStatus).toEqual({ planning: 2 });
});

test('the groups add up to the total, and agree with the types', async () => {
  const known = fc.constantFrom(...runStatuses, 'of_tomorrow').map((status) => status.replaceAll('_', '-'));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(known, fc.nat()), fc.nat(), async (counts, uncounted) => {
      const total = Object.values(counts).reduce((sum, count) => sum + count, uncounted);
      const { byGroup, byStatus, ...rest } = await summarize({ ...counts, total });
      expect(rest).toEqual({ total });
      expect(Object.values(byGroup).reduce((sum, count) => sum + count)).toBe(total);
      for (const [group, statuses] of Object.entries(statusGroups)) {
        const inGroup = statuses.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
        expect(byGroup[group as keyof typeof byGroup]).toBe(inGroup);
      }
    }),
  );
});

test.each([{ status: ['planning'] }, { page: { size: 5 } }, { include: ['workspace'] }, { form: '' }])(
  '%o is rejected, and nothing is sent',
  async (params) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    const error = await failure(client.summary(params as object));
    expect(error).toEqual(new TypeError(`Unknown parameter: ${Object.keys(params)[0]}`));
    expect(requests).toEqual([]);
  },
);

test.each([{ data: [] }, { data: [], meta: {} }, { data: [], meta: { 'status-counts': {} } }])(
  'a page without counts, %o, is an error and not a summary of nothing',
  async (page) => {
    const error = await failure(stubbedClient([responseOf(page)]).client.summary());
    expect(error).toMatchObject({ name: 'AdminRunsError', message: 'The response has no status-counts' });
  },
);

test('an error of the platform is the same as that of a list', async () => {
  const { client } = stubbedClient([responseOf('not-an-administrator', { status: 404 })]);
  expect(await failure(client.summary())).toMatchObject({ name: 'ApiError', status: 404 });
  expect(await failure(client.summary({}, { signal: AbortSignal.abort('enough') }))).toBe('enough');
});
