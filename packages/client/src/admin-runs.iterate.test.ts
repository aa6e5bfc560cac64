import { describe, expect, test } from 'vitest';
import { ApiError } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const list = 'https://tfe.example.com/api/v2/admin/runs';

/** A page with two runs, whose IDs contain its number. */
function page(number: number, next: unknown) {
  const [run] = example('single-page').data;
  const pagination = { 'current-page': number, 'prev-page': null, 'next-page': next };
  const data = ['a', 'b'].map((letter) => ({ ...run, id: `run-${number}${letter}` }));
  return responseOf({ data, meta: { pagination } });
}

test('it returns every run of every page, until there is no next page', async () => {
  const { client, requests } = stubbedClient([page(1, 2), page(2, 3), page(3, null)]);
  const ids = [];
  for await (const run of client.iterate({ status: ['planning'], include: ['workspace'] })) ids.push(run.id);
  expect(ids).toEqual(['run-1a', 'run-1b', 'run-2a', 'run-2b', 'run-3a', 'run-3b']);
  const query = (number: number) =>
    `?filter%5Bstatus%5D=planning&page%5Bnumber%5D=${number}&page%5Bsize%5D=100&include=workspace`;
  expect(requests.map(({ url }) => url)).toEqual([list + query(1), list + query(2), list + query(3)]);
});

test('it begins at the given page, and uses the given size', async () => {
  const { client, requests } = stubbedClient([page(4, 5), page(5, null)]);
  for await (const _ of client.iterate({ page: { number: 4, size: 7 } }));
  expect(requests.map(({ url }) => new URL(url).search)).toEqual([
    '?page%5Bnumber%5D=4&page%5Bsize%5D=7',
    '?page%5Bnumber%5D=5&page%5Bsize%5D=7',
  ]);
});

test.each([{ page: { size: undefined } }, { page: { number: undefined } }, { page: undefined }])(
  'what is undefined has its default: %o',
  async (params) => {
    const { client, requests } = stubbedClient([page(1, null)]);
    for await (const _ of client.iterate(params));
    expect(requests.map(({ url }) => new URL(url).search)).toEqual(['?page%5Bnumber%5D=1&page%5Bsize%5D=100']);
  },
);

test('an empty list, with 0 pages, ends after one request', async () => {
  const { client, requests } = stubbedClient([responseOf('empty-page')]);
  await expect(client.iterate().next()).resolves.toEqual({ done: true, value: undefined });
  expect(requests).toHaveLength(1);
});

test('an empty page in the middle does not end it', async () => {
  const hole = responseOf({ data: [], meta: { pagination: { 'next-page': 3 } } });
  const { client } = stubbedClient([page(1, 2), hole, page(3, null)]);
  const ids = [];
  for await (const run of client.iterate()) ids.push(run.id);
  expect(ids).toEqual(['run-1a', 'run-1b', 'run-3a', 'run-3b']);
});

describe('laziness', () => {
  test('nothing is sent before the first run is requested', async () => {
    const { client, requests } = stubbedClient([page(1, null)]);
    const runs = client.iterate();
    await new Promise(setImmediate);
    expect(requests).toEqual([]);
    await runs.next();
    expect(requests).toHaveLength(1);
  });

  test('a page is requested when the runs before it are used', async () => {
    const { client, requests } = stubbedClient([page(1, 2), page(2, null)]);
    const runs = client.iterate();
    await runs.next();
    await runs.next();
    await new Promise(setImmediate);
    expect(requests).toHaveLength(1);
    await runs.next();
    expect(requests).toHaveLength(2);
  });

  test('nothing is sent after the loop is left', async () => {
    const { client, requests } = stubbedClient([page(1, 2), page(2, 3)]);
    for await (const _ of client.iterate()) break;
    await new Promise(setImmediate);
    expect(requests).toHaveLength(1);
  });
});

test.each([
  [1, '1'],
  [0, '0'],
  [undefined, 'undefined'],
  [1.5, '1.5'],
  ['2', '2'],
])('a next page of %o throws, because the listing would never end, or end too early', async (next, quoted) => {
  const { client, requests } = stubbedClient([page(1, next)]);
  expect(await failure(client.iterate().next())).toHaveProperty('message', `next-page is ${quoted} after page 1`);
  expect(requests).toHaveLength(1);
});

describe('a listing that never ends', () => {
  type Totals = (number: number) => number | undefined;
  const absent: Totals = () => undefined;
  const growing: Totals = (number) => number + 1;
  const constant: Totals = () => 2;

  /** A listing in which every page promises a next one. From the third page on, each has `data`. */
  function endless(data: (number: number) => { id: string }[], totals: Totals) {
    const numbers: number[] = [];
    const fetch = async ({ url }: Request) => {
      const number = Number(new URL(url).searchParams.get('page[number]'));
      numbers.push(number);
      const pagination = { 'next-page': number + 1, 'total-pages': totals(number) };
      return responseOf({ data: number <= 2 ? [{ id: `run-${number}` }] : data(number), meta: { pagination } });
    };
    return { ...stubbedClient([], { fetch }), numbers };
  }

  const barren: [string, (number: number) => { id: string }[]][] = [
    ['empty', () => []],
    ['repeated', () => [{ id: 'run-1' }, { id: 'run-2' }]],
  ];

  describe.each(barren)('with %s pages', (_, data) => {
    test.each([
      ['absent', absent],
      ['growing', growing],
      ['constant', constant],
    ])('and %s total-pages throws after ten of them in a row', async (_, totals) => {
      for (const prefetch of [false, true]) {
        const { client, numbers } = endless(data, totals);
        const ids: string[] = [];
        const read = async () => {
          for await (const { id } of client.iterate({}, { prefetch })) ids.push(id);
        };
        expect(await failure(read())).toMatchObject({
          name: 'AdminRunsError',
          message: 'The listing does not end: 11 pages up to page 13 have no new run',
        });
        expect(ids).toEqual(['run-1', 'run-2']);
        expect(numbers.at(-1)).toBe(13);
      }
    });

    test('is limited by limit', async () => {
      const { client, numbers } = endless(data, absent);
      expect(await Array.fromAsync(client.iterate({}, { limit: 2 }))).toHaveLength(2);
      expect(numbers).toEqual([1, 2]);
    });

    test.each([false, true])('is ended by the signal, with prefetch %s', async (prefetch) => {
      const controller = new AbortController();
      const { client } = endless((number) => {
        if (number === 5) controller.abort('enough');
        return data(number);
      }, absent);
      const runs = Array.fromAsync(client.iterate({}, { prefetch, signal: controller.signal }));
      expect(await failure(runs)).toBe('enough');
    });
  });

  test('goes on as long as a page in eleven has a new run', async () => {
    const { client } = endless((number) => (number % 11 === 2 ? [{ id: `run-${number}` }] : []), absent);
    const ids = await Array.fromAsync(client.iterate({}, { limit: 5 }), ({ id }) => id);
    expect(ids).toEqual(['run-1', 'run-2', 'run-13', 'run-24', 'run-35']);
  });
});

test('ten pages without a new run may come before the end', async () => {
  const barren = Array.from({ length: 10 }, (_, index) =>
    responseOf({ data: [], meta: { pagination: { 'next-page': index + 3 } } }),
  );
  const { client } = stubbedClient([page(1, 2), ...barren, page(12, null)]);
  const ids = await Array.fromAsync(client.iterate(), ({ id }) => id);
  expect(ids).toEqual(['run-1a', 'run-1b', 'run-12a', 'run-12b']);
});

test('the last page may be the eleventh without a new run', async () => {
  const barren = Array.from({ length: 10 }, (_, index) =>
    responseOf({ data: [], meta: { pagination: { 'next-page': index + 2 } } }),
  );
  const { client } = stubbedClient([...barren, responseOf('empty-page')]);
  expect(await Array.fromAsync(client.iterate())).toEqual([]);
});

test('a page without totals throws', async () => {
  const { client } = stubbedClient([responseOf({ data: [] })]);
  expect(await failure(client.iterate().next())).toHaveProperty('message', 'next-page is undefined after page 1');
});

test('an error of a later page is thrown after the runs of the earlier ones', async () => {
  const { client } = stubbedClient([page(1, 2), responseOf('too-many-requests', { status: 429 })]);
  const runs = client.iterate();
  await expect(runs.next()).resolves.toMatchObject({ value: { id: 'run-1a' } });
  await expect(runs.next()).resolves.toMatchObject({ value: { id: 'run-1b' } });
  const error = await failure(runs.next());
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toHaveProperty('status', 429);
  await expect(runs.next()).resolves.toEqual({ done: true, value: undefined });
});

test('the signal reaches each request', async () => {
  const signals: AbortSignal[] = [];
  const controller = new AbortController();
  const { client } = stubbedClient([], {
    async fetch(_, { signal }) {
      signal.throwIfAborted();
      signals.push(signal);
      return page(signals.length, signals.length + 1);
    },
  });
  const reason = new Error('Enough');
  const seen = async () => {
    for await (const run of client.iterate({}, { signal: controller.signal })) {
      if (run.id === 'run-3b') controller.abort(reason);
    }
  };
  expect(await failure(seen())).toBe(reason);
  expect(signals).toHaveLength(3);
});
