import type { IncludePath, Run } from '@tfe-admin-runs/types';
import type { Call } from './call.ts';
import { createForceCancel, type ForceCancelOptions, type UnguardedOptions } from './force-cancel.ts';
import type { RunPageWith, RunWith } from './include.ts';
import { createIterate, type IterateOptions } from './iterate.ts';
import { type CallOptions, createList, type ListRunsParams } from './list.ts';
import { createSummary, type RunSummary, type SummaryParams } from './summary.ts';

/**
 * Runs of every organization and workspace of the installation, for site administrators only.
 *
 * Every call rejects with
 *
 * - an `ApiError` if the response is not the requested document (404: the token is not a site administrator's; 401: it is
 *   unknown),
 * - a `ConnectionError` if there was no complete response,
 * - the reason of its `signal` if that aborts,
 * - a `TypeError` for arguments that are not valid, before anything is sent.
 */
export interface AdminRuns {
  /**
   * Lists one page of runs, newest first, as the JSON:API document that the platform sends. Use `resolve(page)` to get its
   * runs with their included resources.
   *
   * @throws {RangeError} for an invalid `Date`, before anything is sent.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  list<const Include extends IncludePath = never>(
    params?: ListRunsParams<Include>,
    options?: CallOptions,
  ): Promise<RunPageWith<Include>>;

  /**
   * Iterates over every run that `list` would list, each once and with its included resources. Requests pages as they are
   * needed, from `page.number` on, 100 runs a page by default. Leave the loop to stop, or abort the `signal`.
   *
   * Collect the runs before you cancel any: a canceled run no longer matches `status`, so later pages move up and runs
   * are skipped.
   *
   * @throws {AdminRunsError} if `next-page` of a page is neither a later page nor `null`, or if the listing does not end:
   * more than 10 pages in a row promise a next one, but have no run that was not returned before.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  iterate<const Include extends IncludePath = never>(
    params?: ListRunsParams<Include>,
    options?: IterateOptions,
  ): AsyncGenerator<RunWith<Include>, void, undefined>;

  /**
   * Counts runs, by status and by what they are doing, in one request.
   *
   * @example
   * const { byGroup } = await adminRuns.summary();
   * console.log(`${byGroup.queued} runs are queued, ${byGroup.running} are running`);
   *
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  summary(params?: SummaryParams, options?: CallOptions): Promise<RunSummary>;

  /**
   * Gets the run with this ID, or undefined if none is listed. The platform has no endpoint that shows a single run to a
   * site administrator, so this lists with the ID as `q` and takes the exact match.
   *
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs#list-all-runs
   */
  get(id: string, options?: CallOptions): Promise<Run | undefined>;

  /**
   * Checks a run, and forces it into the `canceled` state if that is safe. Returns the canceled run.
   *
   * It is not safe if the run is `applying`, because it **may lose its state**: pass `allowApplying: true` if you are sure
   * that nothing is working on it. A status that this package does not know counts as neither final nor `applying`.
   *
   * The request is sent once; only a 429, after which nothing was done, makes the client check and send again. If the
   * response is lost, unreadable or a 5xx, or the call is aborted, the run may already have been canceled. Call `get` to
   * find out.
   *
   * @throws {GuardError} if the run is final, not listed, or `applying` without `allowApplying`, or if the client is
   * `readOnly`. Nothing was changed.
   * @throws {ApiError} 409 if the run became final after the check. Nothing was changed.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
   */
  forceCancel(id: string, options?: ForceCancelOptions): Promise<Run>;

  /**
   * Force-cancels a run without checking it, **whatever it is doing**.
   *
   * @throws {GuardError} if the client is `readOnly`. Nothing was changed.
   * @throws {ApiError} 404 if there is no such run, 409 if it is final. Nothing was changed.
   * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
   */
  forceCancelUnguarded(id: string, options?: UnguardedOptions): Promise<Run>;
}

/** @internal */
export function createAdminRuns(call: Call): AdminRuns {
  const list = createList(call);
  return { list, iterate: createIterate(list), summary: createSummary(list), ...createForceCancel(call, list) };
}
