import { facts } from './document.ts';
import { wholeSeconds } from './instant.ts';

/** What a run went through before it came to a status, and after how many seconds each. */
const plan = { 'plan-queueable': 0, 'plan-queued': 2, planning: 20 };
const planned = { ...plan, planned: 65 };
const confirmed = { ...planned, confirmed: 600, 'apply-queued': 601, applying: 607 };
const ways: Record<string, Record<string, number>> = {
  pending: { 'plan-queueable': 0 },
  plan_queued: { 'plan-queueable': 0, 'plan-queued': 2 },
  planning: plan,
  planned,
  cost_estimating: { ...planned, 'cost-estimating': 66 },
  cost_estimated: { ...planned, 'cost-estimating': 66, 'cost-estimated': 72 },
  policy_checking: planned,
  policy_override: planned,
  policy_checked: { ...planned, 'policy-checked': 80 },
  policy_soft_failed: { ...planned, 'policy-soft-failed': 80 },
  confirmed: { ...planned, confirmed: 600 },
  apply_queued: { ...planned, confirmed: 600, 'apply-queued': 601 },
  applying: confirmed,
  applied: { ...confirmed, applied: 700 },
  planned_and_finished: { ...planned, 'planned-and-finished': 66 },
  discarded: { ...planned, discarded: 3600 },
  errored: { ...plan, errored: 48 },
  canceled: { ...plan, canceled: 240 },
};

/** Steps that have a timestamp in the document, with its name and their milliseconds, worked out once for each status. */
const reached = new Map<string, [name: string, after: number][]>();

function stepsOf(status: string): [name: string, after: number][] {
  const way = ways[status] ?? { 'plan-queueable': 0, [status.replaceAll('_', '-')]: 1 };
  const steps = Object.entries(way).map(([step, seconds]): [string, number] => [`${step}-at`, seconds * 1000]);
  return steps.filter(([name]) => facts.timestamps.includes(name));
}

/** The timestamps of a run in a status, none of them in the future. */
export function timestampsOf(status: string, createdAt: number, now: number): Record<string, string> {
  let steps = reached.get(status);
  if (!steps) {
    steps = stepsOf(status);
    reached.set(status, steps);
  }
  const timestamps: Record<string, string> = {};
  for (const [name, after] of steps) timestamps[name] = wholeSeconds(Math.min(createdAt + after, now));
  return timestamps;
}

/** Whether a run in this status has begun and is not done, and so holds the lock of its workspace. */
export function isBusy(status: string): boolean {
  return status !== 'pending' && !facts.finalStatuses.includes(status);
}
