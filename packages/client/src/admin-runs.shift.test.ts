import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { IterateOptions, Run } from './index.ts';
import { failure, responseOf, stubbedClient } from './testing/stub.ts';

afterEach(() => void vi.useRealTimers());

/** A model of the platform: a listing, newest first, that may change before each page is served. */
function model(ids: string[], before: (page: number) => void = () => {}) {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  const fetch = async ({ url }: Request, { signal }: { signal: AbortSignal }) => {
    const search = new URL(url).searchParams;
    const [number, size] = [Number(search.get('page[number]')), Number(search.get('page[size]'))];
    asked.push(`${number}`);
    signals.push(signal);
    before(number);
    const pages = Math.ceil(ids.length / size);
    const data = ids.slice((number - 1) * size, number * size).map((id) => ({ id }));
    const pagination = { 'next-page': number < pages ? number + 1 : null, 'total-count': ids.length };
    return responseOf({ data, meta: { pagination } });
  };
  return { ...stubbedClient([], { fetch }), asked, signals };
}

function names(count: number) {
  return Array.from({ length: count }, (_, index) => `run-${index}`);
}

type Client = ReturnType<typeof model>['client'];

async function read(client: Client, size: number, options?: IterateOptions, each?: (run: Run) => void) {
  const ids = [];
  for await (const run of client.iterate({ page: { size } }, options)) {
    ids.push(run.id);
    each?.(run);
  }
  return ids;
}

describe('a listing that shifts while it is read', () => {
  const change = fc.record({ at: fc.nat(), insert: fc.boolean(), index: fc.nat() });

  test('returns no run twice, returns every run that stayed and did not move forward, and reports the shift', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(change, { maxLength: 8 }),
        fc.boolean(),
        async (count, size, changes, prefetch) => {
          const ids = names(count);
          const removed = new Set<string>();
          let serial = 0;
          let changed = 0;
          const { client } = model(ids, (page) => {
            for (const { insert, index } of changes.filter(({ at }) => page > 1 && at % 6 === page - 2)) {
              changed++;
              if (insert) ids.unshift(`run-new-${serial++}`);
              else for (const id of ids.splice(index % (ids.length || 1), 1)) removed.add(id);
            }
          });
          const shifts: unknown[] = [];
          const seen = await read(client, size, { prefetch, onShift: (shift) => shifts.push(shift) });
          expect(new Set(seen).size).toBe(seen.length);
          if (changed === 0) {
            expect(seen).toEqual(names(count));
            expect(shifts).toEqual([]);
          }
          // Insertions push runs to later pages, so they cause no run to be missed.
          if (removed.size === 0) expect(seen).toEqual(expect.arrayContaining(names(count)));
          const missed = names(count).filter((id) => !removed.has(id) && !seen.includes(id));
          if (missed.length > 0 && serial === 0) expect(shifts).not.toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('onShift gets the page, the totals, and the number of repeated runs', async () => {
    const ids = names(4);
    const { client } = model(ids, (page) => page === 2 && ids.unshift('run-new'));
    const onShift = vi.fn();
    expect(await read(client, 2, { onShift })).toEqual(names(4));
    expect(onShift.mock.calls).toEqual([[{ page: 2, before: 4, now: 5, repeated: 1 }]]);
  });

  test('onShift is called once for runs that disappeared', async () => {
    const ids = names(6);
    const { client } = model(ids, (page) => page === 2 && ids.shift());
    const onShift = vi.fn();
    expect(await read(client, 2, { onShift })).toEqual(['run-0', 'run-1', 'run-3', 'run-4', 'run-5']);
    expect(onShift.mock.calls).toEqual([[{ page: 2, before: 6, now: 5, repeated: 0 }]]);
  });

  test('onShift is called if as many runs appeared as disappeared, because some repeat', async () => {
    const ids = names(4);
    const { client } = model(ids, (page) => page === 2 && ids.pop() && ids.unshift('run-new'));
    const onShift = vi.fn();
    expect(await read(client, 2, { onShift })).toEqual(names(3));
    expect(onShift.mock.calls).toEqual([[{ page: 2, before: 4, now: 4, repeated: 1 }]]);
  });

  test('a run that is twice on one page is returned once', async () => {
    const { client } = model(['run-0', 'run-0', 'run-1']);
    expect(await read(client, 3)).toEqual(['run-0', 'run-1']);
  });
});

describe('limit', () => {
  test.each<[limit: number, pages: string[]]>([
    [0, []],
    [1, ['1']],
    [2, ['1']],
    [3, ['1', '2']],
    [4, ['1', '2']],
    [5, ['1', '2', '3']],
    [99, ['1', '2', '3']],
    [Number.POSITIVE_INFINITY, ['1', '2', '3']],
  ])('%d of five runs, two a page, asks for the pages %o', async (limit, pages) => {
    for (const prefetch of [false, true]) {
      const { client, asked } = model(names(5));
      expect(await read(client, 2, { limit, prefetch })).toEqual(names(Math.min(5, limit)));
      expect(asked).toEqual(pages);
    }
  });

  test.each([-1, Number.NaN])('%d is rejected, because it would look like an empty list', async (limit) => {
    const { client, asked } = model(names(5));
    expect(await failure(read(client, 2, { limit }))).toEqual(new TypeError('limit must be 0 or more'));
    expect(asked).toEqual([]);
  });
});

describe('prefetch', () => {
  test('the next page is requested before the first run of this one is used, at most one page ahead', async () => {
    const { client, asked } = model(names(6));
    const askedAt: string[] = [];
    await read(client, 2, { prefetch: true }, ({ id }) => askedAt.push(`${id}: ${asked}`));
    expect(askedAt).toEqual([
      'run-0: 1,2',
      'run-1: 1,2',
      'run-2: 1,2,3',
      'run-3: 1,2,3',
      'run-4: 1,2,3',
      'run-5: 1,2,3',
    ]);
  });

  test.each([
    ['left', undefined],
    ['ended by an error of the loop', new Error('enough')],
  ])('a loop that is %s ends the request that is under way, silently', async (_, error) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const signals: AbortSignal[] = [];
    const fetch = async (_: Request, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      if (signals.length > 1)
        return new Promise<never>((_, no) => signal.addEventListener('abort', () => no(signal.reason)));
      return responseOf({ data: [{ id: 'run-0' }], meta: { pagination: { 'next-page': 2, 'total-count': 2 } } });
    };
    const { client } = stubbedClient([], { fetch });
    const loop = async () => {
      for await (const _ of client.iterate({}, { prefetch: true })) {
        if (error) throw error;
        break;
      }
    };
    expect(await loop().catch((thrown) => thrown)).toBe(error);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    await new Promise(setImmediate);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('an error of the next page is thrown after the runs of this one', async () => {
    const { client } = model(names(4), (page) => {
      if (page === 2) throw new TypeError('fetch failed');
    });
    const runs = client.iterate({ page: { size: 2 } }, { prefetch: true });
    await expect(runs.next()).resolves.toMatchObject({ value: { id: 'run-0' } });
    await new Promise(setImmediate);
    await expect(runs.next()).resolves.toMatchObject({ value: { id: 'run-1' } });
    expect(await failure(runs.next())).toHaveProperty('name', 'ConnectionError');
    await expect(runs.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test('returns the same runs as without it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 9 }), fc.nat(50), async (count, size, limit) => {
        const plain = await read(model(names(count)).client, size, { limit });
        expect(await read(model(names(count)).client, size, { limit, prefetch: true })).toEqual(plain);
        expect(plain).toEqual(names(count).slice(0, limit));
      }),
      { numRuns: 100 },
    );
  });
});

test.each([false, true])(
  'the signal ends the loop immediately, also in the middle of a page, with prefetch %s',
  async (prefetch) => {
    const controller = new AbortController();
    const { client } = model(names(4));
    const runs = client.iterate({ page: { size: 2 } }, { prefetch, signal: controller.signal });
    await runs.next();
    controller.abort('enough');
    await expect(runs.next()).rejects.toBe('enough');
    await expect(runs.next()).resolves.toEqual({ done: true, value: undefined });
  },
);
