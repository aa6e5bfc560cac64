import { type RunStatus, type StatusGroup, statusGroup } from '@tfe-admin-runs/types';
import { AdminRunsError } from './errors.ts';
import type { CallOptions, List, ListRunsParams } from './list.ts';
import { rejectUnknown } from './validate.ts';

/** Which runs to count. All filters combine; an absent one does not filter. */
export type SummaryParams = Pick<ListRunsParams, 'q' | 'from' | 'to'>;

/** How many runs there are, and what they are doing. */
export interface RunSummary {
  /** All runs that match. */
  total: number;
  /**
   * The number of runs in each group of statuses (see `statusGroups` of `@tfe-admin-runs/types`). `other` is the rest of
   * the total: runs in a status that this package does not know, or that the installation does not count separately.
   */
  byGroup: Record<StatusGroup | 'other', number>;
  /** The number of runs in each status that the installation counts separately. */
  byStatus: { [Status in RunStatus | (string & {})]?: number };
}

/** @internal */
export function createSummary(list: List) {
  return async function summary(params: SummaryParams = {}, options: CallOptions = {}): Promise<RunSummary> {
    const { q, from, to, ...unknownParams } = params;
    rejectUnknown(unknownParams);
    const page = await list({ q, from, to, page: { size: 1 } }, options);
    const counts = page.meta?.['status-counts'];
    if (typeof counts?.total !== 'number') throw new AdminRunsError('The response has no status-counts');
    return summarize(counts);
  };
}

function summarize({ total, ...counts }: { total: number } & Record<string, number>): RunSummary {
  const byStatus: RunSummary['byStatus'] = {};
  const byGroup = { queued: 0, running: 0, waiting: 0, final: 0, other: total };
  for (const [key, count] of Object.entries(counts)) {
    const status = key.replaceAll('-', '_');
    byStatus[status] = count;
    const group = statusGroup(status);
    if (group) {
      byGroup[group] += count;
      byGroup.other -= count;
    }
  }
  return { total, byGroup, byStatus };
}
