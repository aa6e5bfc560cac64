import { formatSeconds } from '@tfe-admin-runs/http';
import { facts } from '../files.ts';

/** The steps that a run went through before it reached a status, each with the seconds since it was created. */
type Steps = Record<string, number>;

const planning: Steps = { 'plan-queueable': 0, 'plan-queued': 2, planning: 20 };
const planned: Steps = { ...planning, planned: 65 };
const applying: Steps = { ...planned, confirmed: 600, 'apply-queued': 601, applying: 607 };
const stepsByStatus: Record<string, Steps> = {
  pending: { 'plan-queueable': 0 },
  plan_queued: { 'plan-queueable': 0, 'plan-queued': 2 },
  planning,
  planned,
  cost_estimating: { ...planned, 'cost-estimating': 66 },
  cost_estimated: { ...planned, 'cost-estimating': 66, 'cost-estimated': 72 },
  policy_checking: planned,
  policy_override: planned,
  policy_checked: { ...planned, 'policy-checked': 80 },
  policy_soft_failed: { ...planned, 'policy-soft-failed': 80 },
  confirmed: { ...planned, confirmed: 600 },
  apply_queued: { ...planned, confirmed: 600, 'apply-queued': 601 },
  applying,
  applied: { ...applying, applied: 700 },
  planned_and_finished: { ...planned, 'planned-and-finished': 66 },
  discarded: { ...planned, discarded: 3600 },
  errored: { ...planning, errored: 48 },
  canceled: { ...planning, canceled: 240 },
};

interface Timestamp {
  name: string;
  /** Milliseconds since the run was created. */
  after: number;
}

/** The timestamps of each status, computed once. */
const cache = new Map<string, Timestamp[]>();

function timestampsIn(status: string): Timestamp[] {
  let timestamps = cache.get(status);
  if (!timestamps) {
    const steps = stepsByStatus[status] ?? { 'plan-queueable': 0, [status.replaceAll('_', '-')]: 1 };
    timestamps = Object.entries(steps)
      .map(([step, seconds]) => ({ name: `${step}-at`, after: seconds * 1000 }))
      .filter(({ name }) => facts.timestamps.includes(name));
    cache.set(status, timestamps);
  }
  return timestamps;
}

interface Timeline {
  /** Milliseconds since 1970, as the others. */
  createdAt: number;
  now: number;
  /** When the run reached its status; by default as soon as a run usually does. */
  reachedAt?: number | undefined;
}

/** The status timestamps of a run in a status, none of them in the future. */
export function timestampsOf(status: string, { createdAt, now, reachedAt }: Timeline): Record<string, string> {
  const timestamps = timestampsIn(status);
  const result: Record<string, string> = {};
  for (const { name, after } of timestamps) result[name] = formatSeconds(Math.min(createdAt + after, reachedAt ?? now));
  const last = timestamps.at(-1);
  if (last && reachedAt !== undefined) result[last.name] = formatSeconds(reachedAt);
  return result;
}

/** Milliseconds from the creation of a run until it usually reaches a status. */
export function timeTo(status: string): number {
  return timestampsIn(status).at(-1)?.after ?? 0;
}

/** The timestamp that a run gets when it reaches a status; undefined if the platform keeps none. */
export function timestampOf(status: string): string | undefined {
  const name = `${status.replaceAll('_', '-')}-at`;
  return facts.timestamps.includes(name) ? name : undefined;
}

/** Whether a run in this status has started and is not final, and so holds the lock of its workspace. */
export function isBusy(status: string): boolean {
  return status !== 'pending' && !facts.finalStatuses.includes(status);
}
