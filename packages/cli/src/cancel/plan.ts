import { isFinal } from '@tfe-admin-runs/types';
import { isRunId } from '../read-runs.ts';
import { describeOwner, type FullRun, ownersOf, recordOf } from '../run-record.ts';
import type { Session } from '../session.ts';
import type { PlanEvent, PlannedRun, Refusal } from './events.ts';

/** What would be done with each run. */
export type Plan = Pick<PlanEvent, 'runs' | 'refused' | 'beyond'>;

/** A run that was asked for, and what is known of it. */
export interface Candidate {
  id: string;
  /** Undefined if it is not known. */
  run: FullRun | undefined;
  /** The status in which it may be canceled. Undefined: any. */
  expected?: string | undefined;
}

interface PlanOptions {
  allowApplying: boolean;
  max: number;
}

/** Sorts candidates into those that would be canceled and those that would be refused. */
export function makePlan(candidates: readonly Candidate[], options: PlanOptions, session: Session): Plan {
  const runs: PlannedRun[] = [];
  const refused: Refusal[] = [];
  for (const { id, run, expected } of candidates) {
    const reason = reasonNotToCancel(run, expected, options.allowApplying);
    if (reason === undefined) runs.push(toPlannedRun(run as FullRun, session));
    else refused.push({ id, reason });
  }
  return { runs: runs.slice(0, options.max), refused, beyond: Math.max(0, runs.length - options.max) };
}

function reasonNotToCancel(
  run: FullRun | undefined,
  expected: string | undefined,
  allowApplying: boolean,
): string | undefined {
  if (!run) return 'is final or not known';
  if (!isRunId(run.id)) return 'has an ID that is not valid';
  const { status } = run.attributes;
  if (isFinal(status)) return `is final: ${status}`;
  if (expected !== undefined && status !== expected) return `was ${expected}, and is ${status} now`;
  if (status === 'applying' && !allowApplying) return 'is applying and may lose its state; see --allow-applying';
  return undefined;
}

function toPlannedRun(run: FullRun, session: Session): PlannedRun {
  const { id, status, age, organization, workspace, workspaceId } = recordOf(run, session);
  return { id, status, age, organization, workspace, workspaceId, owners: ownersOf(run).map(describeOwner) };
}
