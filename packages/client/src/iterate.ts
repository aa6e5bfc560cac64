import type { IncludePath, Run, RunPage } from '@tfe-admin-runs/types';
import { AdminRunsError } from './errors.ts';
import { type RunPageWith, type RunWith, resolve } from './include.ts';
import type { CallOptions, List, ListRunsParams } from './list.ts';
import { assertFunctions, assertNotNegative, assertSignal, rejectUnknown } from './validate.ts';

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

/** The platform's maximum, so that a listing takes few requests. */
const defaultPageSize = 100;

/**
 * How many pages in a row may promise a next one and have no new run. A listing that shifts can have some: if 200 runs
 * appear between two pages of 100, the next two repeat runs. A listing that never ends has more.
 */
const maxPagesWithoutGain = 10;

/** @internal */
export function createIterate(list: List) {
  return async function* iterate<const Include extends IncludePath = never>(
    params: ListRunsParams<Include> = {},
    options: IterateOptions = {},
  ): AsyncGenerator<RunWith<Include>, void, undefined> {
    const { signal, limit = Infinity, prefetch = false, onShift, ...unknownOptions } = options;
    rejectUnknown(unknownOptions);
    assertNotNegative({ limit });
    assertFunctions({ onShift });
    assertSignal(signal);
    signal?.throwIfAborted();

    const requests = followSignal(signal);
    const listing = createListing<Include>();

    function request(number: number): Promise<RunPageWith<Include>> {
      const page = { ...params.page, number, size: params.page?.size ?? defaultPageSize };
      return list({ ...params, page }, { signal: requests.signal });
    }

    let number: number | null = params.page?.number ?? 1;
    let prefetched: Promise<RunPageWith<Include>> | undefined;
    try {
      while (number !== null && listing.count() < limit) {
        const missing: number = limit - listing.count();
        const { runs, next, shift } = listing.read(await (prefetched ?? request(number)), number);

        const continues = next !== null && listing.count() < limit;
        prefetched = prefetch && continues ? request(next) : undefined;
        prefetched?.catch(() => {}); // Thrown when it is awaited.

        if (shift) onShift?.(shift);
        for (const run of runs.slice(0, missing)) {
          signal?.throwIfAborted();
          yield run;
        }
        number = next;
      }
    } finally {
      requests.abort();
    }
  };
}

/** A controller that aborts when the signal does. */
function followSignal(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController();
  signal?.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal });
  return controller;
}

interface Reading<Include extends IncludePath> {
  /** The runs of the page that were not on an earlier one. */
  runs: RunWith<Include>[];
  next: number | null;
  /** Undefined if the listing stayed as it was. */
  shift: Shift | undefined;
}

/** Remembers the runs of a listing, to return each once and to notice if it shifts or never ends. */
function createListing<Include extends IncludePath>() {
  const seen = new Set<string>();
  let total: number | undefined;
  let pagesWithoutGain = 0;

  function read(page: RunPageWith<Include>, number: number): Reading<Include> {
    const next = nextPageOf(page, number);
    const data = page.data.filter((run) => isNew(seen, run));
    pagesWithoutGain = data.length > 0 ? 0 : pagesWithoutGain + 1;
    if (next !== null && pagesWithoutGain > maxPagesWithoutGain)
      throw new AdminRunsError(
        `The listing does not end: ${pagesWithoutGain} pages up to page ${number} have no new run`,
      );

    const now = paginationOf(page)['total-count'];
    const before = total ?? now;
    total = now;
    const repeated = page.data.length - data.length;
    const hasShifted = repeated > 0 || now !== before;
    const shift = hasShifted ? { page: number, before, now, repeated } : undefined;
    return { runs: resolve({ ...page, data }), next, shift };
  }

  return { read, count: () => seen.size };
}

function paginationOf(page: RunPage): RunPage['meta']['pagination'] {
  return page.meta?.pagination ?? {};
}

/** Throws if the next page is not a later one: the listing would never end, or end early. */
function nextPageOf(page: RunPage, current: number): number | null {
  const next = paginationOf(page)['next-page'];
  const isLater = next !== null && Number.isInteger(next) && next > current;
  if (next === null || isLater) return next;
  throw new AdminRunsError(`next-page is ${next} after page ${current}`);
}

function isNew(seen: Set<string>, { id }: Run): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
