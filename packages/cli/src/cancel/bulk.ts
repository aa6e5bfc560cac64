import { isFinal } from '@tfe-admin-runs/types';
import { explain } from '../errors.ts';
import type { Session } from '../session.ts';
import { type CancelOptions, cancelRun, outcome } from './cancel-run.ts';
import type { OutcomeEvent, PlannedRun } from './events.ts';
import type { Progress } from './progress.ts';

interface BulkOptions extends CancelOptions {
  keepGoing: boolean;
  progress: Progress;
  /** Whether to touch no further run. */
  isStopped: () => boolean;
}

/**
 * Force-cancels runs one after the other. Stops when `isStopped` says so, and at the first surprise unless `keepGoing`. The
 * runs that are left are `not-tried`, which is not recorded.
 */
export async function cancelAll(
  runs: readonly PlannedRun[],
  options: BulkOptions,
  session: Session,
): Promise<OutcomeEvent[]> {
  const { keepGoing, progress, record, isStopped } = options;
  const outcomes: OutcomeEvent[] = [];
  let hasSurprise = false;
  for (const run of runs) {
    if (hasSurprise || isStopped()) {
      outcomes.push(outcome(session, run.id, 'not-tried'));
      continue;
    }
    progress.show(outcomes.length, run.id);
    const ended = await cancelRun(run, options, session);
    outcomes.push(ended);
    if (ended.event !== 'not-tried') record(ended);
    hasSurprise = ended.event !== 'done' && !keepGoing;
  }
  progress.clear();
  return outcomes;
}

/** Maximum duration of reading a run in doubt, with all attempts, in milliseconds. */
const maxDoubt = 30_000;

/** Reads a run whose cancel is in doubt. It is done if it is canceled, and stays in doubt if it cannot be read. */
export async function settleDoubt(id: string, session: Session): Promise<OutcomeEvent> {
  try {
    // Not aborted by Ctrl-C: it is what the user wants to know then.
    const run = await session.client.get(id, { signal: AbortSignal.timeout(maxDoubt) });
    const status = run?.attributes.status;
    if (status === undefined) return outcome(session, id, 'in-doubt', 'it is not listed any more');
    if (status === 'canceled' || status === 'force_canceled') return outcome(session, id, 'done', `found ${status}`);
    if (isFinal(status)) return outcome(session, id, 'refused', `ended by itself: ${status}`);
    return outcome(session, id, 'in-doubt', `it is still ${status}; the request may yet arrive`);
  } catch (error) {
    return outcome(session, id, 'in-doubt', explain(error).message);
  }
}
