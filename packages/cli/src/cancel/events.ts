import type { RunRecord } from '../run-record.ts';

/** How the cancel of a run ended, or that it was not tried. */
export type Outcome = 'done' | 'refused' | 'failed' | 'in-doubt' | 'not-tried';

/** What was agreed to. It comes before everything that is done. */
export interface PlanEvent {
  event: 'plan';
  at: string;
  /** The installation. */
  address: string;
  comment: string;
  /** The runs to cancel. */
  runs: PlannedRun[];
  /** The runs that are not canceled, and why. */
  refused: Refusal[];
  /** How many more runs could be canceled than `--max` allows. */
  beyond: number;
}

/** A run of a plan, as it was then. */
export interface PlannedRun
  extends Pick<RunRecord, 'id' | 'status' | 'age' | 'organization' | 'workspace' | 'workspaceId'> {
  /** The user names and e-mail addresses of those whose run it is. */
  owners: string[];
}

export interface Refusal {
  id: string;
  reason: string;
}

/** A force-cancel is about to be sent. Without a later event of the run, it is in doubt whether it was carried out. */
export interface AttemptEvent {
  event: 'attempt';
  at: string;
  run: string;
  /** The status at the check right before. */
  status: string;
}

export interface OutcomeEvent {
  event: Outcome;
  at: string;
  run: string;
  reason: string | null;
  /** The installation's ID of the request that failed. */
  requestId: string | null;
}

/** A line of `--audit`, and of `--json`. */
export type CancelEvent = PlanEvent | AttemptEvent | OutcomeEvent;
