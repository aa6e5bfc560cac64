import type { IncludePath, RunStatus } from '@tfe-admin-runs/types';
import type { Call, Query } from './call.ts';
import type { RunPageWith } from './include.ts';
import { assertSignal, rejectUnknown } from './validate.ts';

/** Which runs to list. All filters combine; an absent one does not filter. */
export interface ListRunsParams<Include extends IncludePath = IncludePath> {
  /**
   * A part of a workspace's name, an organization's name or e-mail address, or a VCS repository (`:org/:repo`); or the
   * ID of a run.
   */
  q?: string | undefined;
  /**
   * The statuses to list. An empty list is an error, because it would not filter.
   *
   * @default all statuses
   */
  status?: readonly RunStatus[] | undefined;
  /** Only runs created at this time or later; a string is RFC 3339. Installations before mid-2024 ignore it. */
  from?: Date | string | undefined;
  /** Only runs created at this time or earlier; a string is RFC 3339. Installations before mid-2024 ignore it. */
  to?: Date | string | undefined;
  /** Which page to list, and its size. */
  page?: PageParams | undefined;
  /**
   * Related resources to return in `included`. A nested path includes its parents.
   *
   * @default []
   */
  include?: readonly Include[] | undefined;
}

export interface PageParams {
  /**
   * The page, from 1.
   *
   * @default 1
   */
  number?: number | undefined;
  /**
   * Runs per page, 1 to 100.
   *
   * @default 20, but 100 in `iterate`
   */
  size?: number | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** @internal */
export type List = <const Include extends IncludePath = never>(
  params?: ListRunsParams<Include>,
  options?: CallOptions,
) => Promise<RunPageWith<Include>>;

/** @internal */
export function createList(call: Call): List {
  return async function list(params = {}, options = {}) {
    const { signal, ...unknownOptions } = options;
    rejectUnknown(unknownOptions);
    assertSignal(signal);
    return call('listAdminRuns', { query: toQuery(params) }, { signal });
  };
}

function toQuery(params: ListRunsParams): Query<'listAdminRuns'> {
  const { q, status, from, to, page, include, ...unknownParams } = params;
  const { number, size, ...unknownPageParams } = page ?? {};
  // A mistyped filter, or an empty list of statuses, must not list every run: the caller may cancel what is listed.
  rejectUnknown({ ...unknownParams, ...unknownPageParams });
  if (status !== undefined && isEmpty(status)) throw new TypeError('status is empty');
  return {
    q,
    'filter[status]': status as RunStatus[] | undefined,
    'filter[from]': toDateTime(from),
    'filter[to]': toDateTime(to),
    'page[number]': number,
    'page[size]': size,
    include: include as IncludePath[] | undefined,
  };
}

/** Whether a list contains only empty strings. Plain JavaScript may also pass a single status. */
function isEmpty(statuses: readonly string[] | string): boolean {
  return [statuses].flat().join('') === '';
}

function toDateTime(time: Date | string | undefined): string | undefined {
  return time instanceof Date ? time.toISOString() : time;
}
