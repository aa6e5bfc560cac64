import { type RunStatus, statusGroups } from '@tfe-admin-runs/types';
import type { Thresholds } from '../options.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Steps that do no work of Terraform are over in minutes. */
const defaultThreshold = 30 * minute;
/** Terraform's own work takes as long as it takes; the platform stops a plan after two hours by default. */
const longSteps: Partial<Record<RunStatus, number>> = { planning: 2 * hour, applying: 2 * hour, assessing: 2 * hour };

/** For how long a run may be at work in each status until it counts as stuck, in milliseconds. */
export function resolveThresholds(given: Thresholds = new Map()): Thresholds {
  return new Map(
    statusGroups.running.map((status) => [status, given.get(status) ?? longSteps[status] ?? defaultThreshold]),
  );
}
