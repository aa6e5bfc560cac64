import {
  finalStatuses,
  queuedStatuses,
  type Run,
  type RunStatus,
  runningStatuses,
  waitingStatuses,
} from './openapi.gen.ts';

/** What a run in a status is doing: queued for a worker, running, possibly waiting for a person, or final. */
export type StatusGroup = keyof typeof statusGroups;

/** The statuses of each group. Every known status is in one group. */
export const statusGroups = {
  queued: queuedStatuses,
  running: runningStatuses,
  waiting: waitingStatuses,
  final: finalStatuses,
} as const satisfies Record<string, readonly RunStatus[]>;

/** Returns the group of a status, or undefined for an unknown status. */
export function statusGroup(status: string): StatusGroup | undefined {
  const groups = Object.keys(statusGroups) as StatusGroup[];
  return groups.find((group) => (statusGroups[group] as readonly string[]).includes(status));
}

/** Whether a run never leaves this status. An unknown status counts as not final. */
export function isFinal(status: string): boolean {
  return (finalStatuses as readonly string[]).includes(status);
}

/** Timestamps whose name is not the status in kebab-case. */
const irregularTimestamps: Record<string, string> = {
  pending: 'plan-queueable-at',
  fetching_completed: 'fetched-at',
};

/**
 * Returns how long the run has been in its status, in milliseconds.
 *
 * Some statuses, such as `policy_checking`, have no timestamp of their own. The age is then counted from the latest
 * timestamp that the run has, or from its creation. Returns `-Infinity` if none of these is a valid date, so that a run of
 * unknown age never passes for an old one.
 *
 * @param now The time to count to.
 * @default Date.now()
 */
export function statusAge({ attributes }: Pick<Run, 'attributes'>, now: Date | number = Date.now()): number {
  const { status, 'status-timestamps': timestamps, 'created-at': createdAt } = attributes;
  const times: Record<string, string> = { ...timestamps };
  const ownTimestamp = irregularTimestamps[status] ?? `${status.replaceAll('_', '-')}-at`;
  const own = Date.parse(times[ownTimestamp] ?? '');
  const valid = [createdAt, ...Object.values(times)].map((time) => Date.parse(time)).filter(Number.isFinite);
  const latest = valid.length > 0 ? Math.max(...valid) : Infinity;
  return Number(now) - (own || latest);
}
