import {
  finalStatuses,
  queuedStatuses,
  type Run,
  type RunStatus,
  runningStatuses,
  runStatusValues,
  waitingStatuses,
} from './openapi.gen.ts';

/** What a run in some status is doing: queued for a worker, running, perhaps waiting for a person, or final. */
export type StatusGroup = keyof typeof statusGroups;

/** The statuses of each group. Every status is in one of them. */
export const statusGroups = {
  queued: queuedStatuses,
  running: runningStatuses,
  waiting: waitingStatuses,
  final: finalStatuses,
} as const satisfies Record<string, readonly RunStatus[]>;

/** The group of a status; undefined for one that this package does not know. */
export function statusGroup(status: string): StatusGroup | undefined {
  const groups = Object.keys(statusGroups) as StatusGroup[];
  return groups.find((group) => (statusGroups[group] as readonly string[]).includes(status));
}

/** Whether a run never leaves this status. A status that this package does not know counts as not final. */
export function isFinal(status: string): boolean {
  return (finalStatuses as readonly string[]).includes(status);
}

// The others have the status in kebab-case.
const irregular: Record<string, string> = { pending: 'plan-queueable-at', fetching_completed: 'fetched-at' };

/**
 * For how long the run has been in its status, in milliseconds. Some statuses have no timestamp of their own
 * (`policy_checking`, say); then it is the time since the latest timestamp that the run has, or since it was created.
 * `Infinity` if none of these is a time.
 *
 * @param now default: this instant.
 */
export function statusAge({ attributes }: Pick<Run, 'attributes'>, now: Date | number = Date.now()): number {
  const { status, 'status-timestamps': timestamps, 'created-at': created } = attributes;
  const times: Record<string, string> = { ...timestamps };
  const own = Date.parse(times[irregular[status] ?? `${status.replaceAll('_', '-')}-at`] ?? '');
  const since = own
    ? [own]
    : [created, ...Object.values(times)].map((time) => Date.parse(time)).filter(Number.isFinite);
  return Number(now) - Math.max(...since);
}

/** The known status that was most likely meant by a mistyped one: `planning` for `planing`. Undefined if none is near. */
export function suggestStatus(text: string): RunStatus | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  const near = runStatusValues
    .map((status) => ({ status, far: distance(word, status) }))
    .filter(({ status, far }) => far <= status.length / 3)
    .sort((a, b) => a.far - b.far);
  return near[0]?.status;
}

/** How many letters must be put in, taken out or replaced to make one word of the other. */
function distance(a: string, b: string): number {
  let row = [...b, ''].map((_, index) => index);
  for (const letter of a) {
    let diagonal = row[0] as number;
    row = row.reduce<number[]>((next, above, index) => {
      const left = next[index - 1];
      next.push(
        left === undefined ? above + 1 : Math.min(left + 1, above + 1, diagonal + (letter === b[index - 1] ? 0 : 1)),
      );
      diagonal = above;
      return next;
    }, []);
  }
  return row.at(-1) as number;
}
