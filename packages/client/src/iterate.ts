import type { IncludePath, Run, RunPage } from '@tfe-admin-runs/types';
import { AdminRunsError } from './errors.ts';
import { type RunPageWith, type RunWith, resolve } from './include.ts';
import type { CallOptions, List, ListRunsParams } from './list.ts';

/** Options of `iterate`. */
export interface IterateOptions extends CallOptions {
  /**
   * Stop after this number of runs.
   *
   * @default Infinity
   */
  limit?: number | undefined;
  /**
   * Whether to request the next page while the runs of this one are used.
   *
   * @default false
   */
  prefetch?: boolean | undefined;
  /**
   * Called if runs appeared or disappeared between two pages, so that some may have been skipped. (If as many appeared as
   * disappeared, only repeated runs reveal it.) A repeated run is not returned twice.
   */
  onShift?: ((shift: Shift) => void) | undefined;
}

export interface Shift {
  /** The number of the page that revealed it. */
  page: number;
  /** The total number of runs on the page before. */
  before: number;
  /** The total number of runs now. */
  now: number;
  /** How many runs of the page were returned before. */
  repeated: number;
}

/** @internal */
export function createIterate(list: List) {
  return async function* iterate<const Include extends IncludePath = never>(
    { page: { number = 1, size = 100, ...otherPageParams } = {}, ...params }: ListRunsParams<Include> = {},
    { signal, limit = Infinity, prefetch, onShift, ...unknownOptions }: IterateOptions = {},
  ): AsyncGenerator<RunWith<Include>, void, undefined> {
    if (!(limit >= 0)) throw new TypeError('limit must be 0 or more');
    signal?.throwIfAborted();
    const controller = new AbortController();
    signal?.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal });

    function request(page: number): Promise<RunPageWith<Include>> {
      const pageParams = { ...otherPageParams, number: page, size };
      // `list` rejects unknown options.
      return list({ ...params, page: pageParams }, { ...unknownOptions, signal: controller.signal });
    }

    const seen = new Set<string>();
    let prefetched: Promise<RunPageWith<Include>> | undefined;
    let before: number | undefined;
    let current: number | null = number;
    try {
      while (current !== null && seen.size < limit) {
        const page: RunPageWith<Include> = await (prefetched ?? request(current));
        const { next, total } = positionOf(page, current);

        const missing = limit - seen.size;
        const runs = resolve(page).filter((run) => isNew(seen, run));
        prefetched = prefetch && next !== null && seen.size < limit ? request(next) : undefined;
        prefetched?.catch(() => {}); // Thrown when it is awaited.

        const repeated = page.data.length - runs.length;
        before ??= total;
        if (repeated > 0 || total !== before) onShift?.({ page: current, before, now: total, repeated });

        for (const run of runs.slice(0, missing)) {
          signal?.throwIfAborted();
          yield run;
        }
        before = total;
        current = next;
      }
    } finally {
      controller.abort();
    }
  };
}

/** Throws if the next page is not a later one: the listing would never end, or end early. */
function positionOf(page: RunPage, current: number): { next: number | null; total: number } {
  const {
    'next-page': next,
    'total-pages': last,
    'total-count': total,
  } = page.meta?.pagination ?? ({} as RunPage['meta']['pagination']);
  if (next === null || (next > current && !(next > last))) return { next, total };
  throw new AdminRunsError(`next-page is ${next} after page ${current}`);
}

function isNew(seen: Set<string>, { id }: Run): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
