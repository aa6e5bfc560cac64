import {
  type IncludePath,
  isFinal,
  type operations,
  type Run,
  type RunPage,
  type RunStatus,
} from '@tfe-admin-runs/types';
import type { Call } from './call.ts';
import { AdminRunsError, GuardError } from './errors.ts';
import { type RunPageWith, type RunWith, resolve } from './include.ts';
import type { Look } from './transport.ts';

/** What to list. Everything is optional and combines; what is absent does not filter. */
export interface ListRunsParams<Include extends IncludePath = IncludePath> {
  /** A part of a workspace's name, an organization's name or e-mail, or a VCS repository's `:org/:repo`; or a run's ID. */
  q?: string | undefined;
  /** Statuses to list; default: all of them. An empty list is refused, for it would not filter. */
  status?: readonly RunStatus[] | undefined;
  /** Only runs created at this instant or later; a string is RFC 3339. Older installations (before mid-2024) ignore it. */
  from?: Date | string | undefined;
  /** Only runs created at this instant or earlier; a string is RFC 3339. Older installations (before mid-2024) ignore it. */
  to?: Date | string | undefined;
  /** Which page, and how large. */
  page?:
    | {
        /** The page, counted from 1; default 1. */
        number?: number | undefined;
        /** Runs on a page, 1 to 100; default 20, but 100 in `iterate`. */
        size?: number | undefined;
      }
    | undefined;
  /** Related resources to return in `included`; a nested path brings its parents too. Default: none. */
  include?: readonly Include[] | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Ends the call when it aborts, wherever it is; the call then throws the signal's reason. Default: none. */
  signal?: AbortSignal | undefined;
}

/** What `iterate` takes besides what to list. */
export interface IterateOptions extends CallOptions {
  /** The number of runs to stop after; default: all. */
  limit?: number | undefined;
  /** Whether the next page is asked for while the runs of this one are being used; default false. */
  prefetch?: boolean | undefined;
  /**
   * Called if runs came or went between two pages, so that some may have been missed: with the number of the `page` that
   * showed it, the total `before` and `now`, and how many runs of the page were `repeated`. A run that would come twice
   * because of it does not. (As many that came as went are only seen by those that repeat.) Default: nobody is told.
   */
  onShift?: ((shift: { page: number; before: number; now: number; repeated: number }) => void) | undefined;
}

/** What `forceCancelUnguarded` takes besides the ID. */
export interface UnguardedOptions extends CallOptions {
  /** Why, for those who will ask; default: no comment. */
  comment?: string | undefined;
}

/** What `forceCancel` takes besides the ID. */
export interface ForceCancelOptions extends UnguardedOptions {
  /** Whether a run that is `applying` may be canceled, though its state may be lost; default false. */
  allowApplying?: boolean | undefined;
}

/**
 * Runs of every organization and workspace of the installation, for site administrators alone.
 *
 * Every call throws an `ApiError` if what was answered is not what was asked for (404: the token is no site
 * administrator's; 401: it is unknown), a `ConnectionError` if no whole answer came, the reason of its `signal` if that
 * aborts, and a `TypeError` for arguments that cannot be right, before anything is sent.
 */
export interface AdminRuns {
  /**
   * One page of runs, newest first, as the JSON:API document that the platform sends. `resolve(page)` gives its runs
   * together with what `include` asked for.
   *
   * @throws {RangeError} for an invalid `Date`, before anything is sent.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  list<const Include extends IncludePath = never>(
    params?: ListRunsParams<Include>,
    options?: CallOptions,
  ): Promise<RunPageWith<Include>>;

  /**
   * Every run that `list` would list, each once and with what `include` asked for, page by page from `page.number` on,
   * 100 a page unless `page.size` says otherwise. Pages are asked for as they are needed. Leave the loop to stop: no
   * request goes on. To stop it from elsewhere, use `signal`.
   *
   * Collect the runs before you cancel any: one that no longer fits `status` leaves the listing, the pages after it move
   * up, and runs are passed over.
   *
   * @throws {AdminRunsError} if a page has no later page as its next, nor `null`.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  iterate<const Include extends IncludePath = never>(
    params?: ListRunsParams<Include>,
    options?: IterateOptions,
  ): AsyncGenerator<RunWith<Include>, void, undefined>;

  /**
   * The run with this ID, or undefined if none is listed. The platform has no endpoint that shows one run to a site
   * administrator: this is the list with the ID as `q`, and an exact match.
   *
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  get(id: string, options?: CallOptions): Promise<Run | undefined>;

  /**
   * Looks at a run, and forces it into the `canceled` state if that is safe. Resolves to the run as it is then.
   *
   * It is not safe if the run is `applying`, for it **may lose its state**: if you are sure that nothing works on it any
   * more, say `allowApplying: true`. It is not sent twice, except after 429, for then nothing was done, and after another
   * look. Where the answer was lost, is no run, or is a 5xx, the error says that the run may have been canceled; so it
   * may if the signal aborts. `get` tells what became of it.
   * A status that this package does not know counts as neither final nor `applying`, and the run is canceled.
   *
   * @throws {GuardError} if the run is final, `applying` without leave, or not listed; nothing was changed.
   * @throws {ApiError} 409 if the run became final since the look; nothing was changed.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
   */
  forceCancel(id: string, options?: ForceCancelOptions): Promise<Run>;

  /**
   * `forceCancel` without the look: the bare request, **whatever the run is doing**.
   *
   * @throws {ApiError} 404 if there is no such run, 409 if it is final; nothing was changed.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
   */
  forceCancelUnguarded(id: string, options?: UnguardedOptions): Promise<Run>;
}

/** @internal */
export function adminRuns(call: Call): AdminRuns {
  async function list<Include extends IncludePath>(
    { q, status, from, to, page: { number, size, ...others } = {}, include, ...more }: ListRunsParams<Include> = {},
    { signal, ...most }: CallOptions = {},
  ): Promise<RunPageWith<Include>> {
    // A filter that is mistyped, or statuses that came out empty, must not list, and perhaps cancel, everything.
    refuse({ ...others, ...more, ...most });
    if (status !== undefined && ![status].flat().join('')) throw new TypeError('status is empty');
    const query = {
      q,
      'filter[status]': status,
      'filter[from]': instant(from),
      'filter[to]': instant(to),
      'page[number]': number,
      'page[size]': size,
      include,
    } satisfies Record<keyof Query, unknown>;
    return call('GET', '/api/v2/admin/runs', { params: { query } }, signal);
  }

  async function* iterate<Include extends IncludePath>(
    { page: { number = 1, size = 100, ...page } = {}, ...params }: ListRunsParams<Include> = {},
    { signal, limit = Infinity, prefetch, onShift, ...others }: IterateOptions = {},
  ) {
    if (!(limit >= 0)) throw new TypeError('limit must be 0 or more');
    signal?.throwIfAborted();
    const leave = new AbortController();
    signal?.addEventListener('abort', () => leave.abort(signal.reason), { signal: leave.signal });
    const ask = (number: number) =>
      list({ ...params, page: { ...page, number, size } }, { ...others, signal: leave.signal });
    const seen = new Set<string>();
    let asked: Promise<RunPageWith<Include>> | undefined;
    let before: number | undefined;
    try {
      for (let current: number | null = number; current !== null && seen.size < limit; ) {
        const got: RunPageWith<Include> = await (asked ?? ask(current));
        const {
          'next-page': next,
          'total-pages': last,
          'total-count': now,
        } = got.meta?.pagination ?? ({} as RunPage['meta']['pagination']);
        // Neither the same pages for ever, nor an end that looks like the whole.
        if (next !== null && (!(next > current) || next > last))
          throw new AdminRunsError(`next-page ${next} after page ${current}`, { name: 'AdminRunsError' });
        const room = limit - seen.size;
        const runs = resolve(got).filter(({ id }) => seen.size < seen.add(id).size);
        asked = prefetch && next && seen.size < limit ? ask(next) : undefined;
        asked?.catch(() => {}); // it is thrown when its turn comes

        const repeated = got.data.length - runs.length;
        before ??= now;
        if (repeated || now !== before) onShift?.({ page: current, before, now, repeated });
        for (const run of runs.slice(0, room)) {
          signal?.throwIfAborted();
          yield run;
        }
        before = now;
        current = next;
      }
    } finally {
      leave.abort();
    }
  }

  async function get(id: string, options?: CallOptions): Promise<Run | undefined> {
    const { data } = await list({ q: runId(id) }, options);
    return data.find((run) => run.id === id);
  }

  async function forceCancel(id: string, { allowApplying, ...options }: ForceCancelOptions = {}): Promise<Run> {
    return cancel(id, options, async (signal) => {
      const run = await get(id, { signal });
      const status = run?.attributes.status;
      const reason = !status
        ? 'unknown'
        : isFinal(status)
          ? 'final'
          : status === 'applying' && allowApplying !== true && 'applying';
      if (reason) throw new GuardError(reason, id, run);
      return run;
    });
  }

  async function forceCancelUnguarded(id: string, options: UnguardedOptions = {}): Promise<Run> {
    return cancel(id, options);
  }

  async function cancel(id: string, { comment, signal, ...others }: UnguardedOptions, look?: Look) {
    refuse(others);
    const { data } = await call<{ data: Run }>(
      'POST',
      '/api/v2/admin/runs/{run_id}/actions/force-cancel',
      { params: { path: { run_id: runId(id) } }, body: comment ? { comment } : undefined },
      signal,
      look,
    );
    return data;
  }

  return { list, iterate, get, forceCancel, forceCancelUnguarded };
}

/** A mistyped option must not do something else than what was meant. */
function refuse(unknown: object) {
  for (const name in unknown) throw new TypeError(`Not a parameter: ${name}`);
}

/** A dot, a slash or nothing would make it another path. */
function runId(id: string): string {
  if (id !== `${id}` || !/^[\w-]+$/.test(id)) throw new TypeError(`Not a run ID: ${id}`);
  return id;
}

function instant(time: Date | string | undefined) {
  return (time as Date | undefined)?.toISOString?.() ?? time;
}

type Query = NonNullable<operations['listAdminRuns']['parameters']['query']>;
