import type { IncludePath, operations, Run, RunPage, RunStatus } from '@tfe-admin-runs/types';
import type { Call } from './client.ts';

/** What to list. Everything is optional and combines; what is absent or empty does not filter. */
export interface ListRunsParams {
  /** A part of a workspace's name, an organization's name or e-mail, or a VCS repository's `:org/:repo`; or a run's ID. */
  q?: string | undefined;
  /** Statuses to list; default: all of them. */
  status?: readonly RunStatus[] | undefined;
  /** Only runs created at this instant or later; a string is RFC 3339. Older installations (before mid-2024) ignore it. */
  from?: Date | string | undefined;
  /** Only runs created at this instant or earlier; a string is RFC 3339. Older installations (before mid-2024) ignore it. */
  to?: Date | string | undefined;
  page?:
    | {
        /** The page, counted from 1; default 1. */
        number?: number | undefined;
        /** Runs on a page, 1 to 100; default 20, but 100 in `iterate`. */
        size?: number | undefined;
      }
    | undefined;
  /** Related resources to return in `included`; a nested path brings its parents too. Default: none. */
  include?: readonly IncludePath[] | undefined;
}

export interface CallOptions {
  /** Ends the call when it aborts; the call then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

export interface ForceCancelOptions extends CallOptions {
  /** Why, for those who will ask; default: no comment. */
  comment?: string | undefined;
}

/** Runs of every organization and workspace of the installation, for site administrators alone. */
export interface AdminRuns {
  /**
   * One page of runs, newest first, as the JSON:API document that the platform sends.
   *
   * @throws {ApiError} 404 if the token is no site administrator's, 401 if it is unknown, and whatever else is no page.
   * @throws {ConnectionError} if no whole answer came.
   * @throws {TypeError} for an unknown parameter, {RangeError} for an invalid `Date`; then nothing is sent.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  list(params?: ListRunsParams, options?: CallOptions): Promise<RunPage>;

  /**
   * Every run that `list` would list, page by page from `page.number` on, 100 a page unless `page.size` says otherwise.
   * Pages are asked for as they are needed; leave the loop to stop. Throws what `list` throws.
   *
   * @throws {Error} if a page has no later page as its next, nor `null`.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  iterate(params?: ListRunsParams, options?: CallOptions): AsyncGenerator<Run, void, undefined>;

  /**
   * Forces a run into the `canceled` state, at once, whatever it is doing: **an `applying` run may lose its state**.
   * Resolves to the run as it is then.
   *
   * @throws {ApiError} 404 if there is no such run or the token is no site administrator's, 409 if the run is final.
   * @throws {ConnectionError} if no whole answer came; the run may be canceled all the same: list it before you go on.
   * @throws {TypeError} if the ID is none, before anything is sent.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
   */
  forceCancel(id: string, options?: ForceCancelOptions): Promise<Run>;
}

/** @internal */
export function adminRuns(call: Call): AdminRuns {
  async function list(params: ListRunsParams = {}, { signal }: CallOptions = {}): Promise<RunPage> {
    const query = toQuery(params);
    return call((api, base) => api.GET('/api/v2/admin/runs', { ...base, params: { query } }), signal);
  }

  async function* iterate({ page = {}, ...params }: ListRunsParams = {}, options?: CallOptions) {
    let { number = 1, size = 100 } = page;
    for (;;) {
      const { data, meta } = await list({ ...params, page: { number, size } }, options);
      yield* data;
      const next = meta?.pagination?.['next-page'];
      if (next === null) return;
      // Neither the same pages for ever, nor an end that looks like the whole.
      if (!(next > number)) throw new Error(`next-page ${next} after page ${number}`);
      number = next;
    }
  }

  async function forceCancel(id: string, { comment, signal }: ForceCancelOptions = {}): Promise<Run> {
    // A dot, a slash or nothing would make it another path.
    if (typeof id !== 'string' || !/^[\w-]+$/.test(id)) {
      throw new TypeError(`Not a run ID: ${JSON.stringify(id)}`);
    }
    const init = { params: { path: { run_id: id } }, ...(comment !== undefined && { body: { comment } }) };
    const { data } = await call<{ data: Run }>(
      (api, base) => api.POST('/api/v2/admin/runs/{run_id}/actions/force-cancel', { ...base, ...init }),
      signal,
    );
    return data;
  }

  return { list, iterate, forceCancel };
}

type Query = NonNullable<operations['listAdminRuns']['parameters']['query']>;

function toQuery({ q, status, from, to, page = {}, include, ...unknown }: ListRunsParams): Query {
  // A mistyped filter must not list, and perhaps cancel, everything.
  for (const name in unknown) throw new TypeError(`Unknown parameter: ${name}`);
  const query = {
    q,
    'filter[status]': status,
    'filter[from]': instant(from),
    'filter[to]': instant(to),
    'page[number]': page.number,
    'page[size]': page.size,
    include,
  };
  return query as Query; // the serializer leaves out what is undefined
}

function instant(value: Date | string | undefined) {
  return value instanceof Date ? value.toISOString() : value;
}
