import { AdminRunsError, ApiError, GuardError } from '@tfe-admin-runs/client';
import { CommandError, explain } from '../errors.ts';
import type { Session } from '../session.ts';
import type { CancelEvent, Outcome, OutcomeEvent, PlannedRun } from './events.ts';

/** How a run is canceled. */
export interface CancelOptions {
  comment: string;
  allowApplying: boolean;
  /**
   * Records an event. The next step is not taken before it returns.
   *
   * @throws {CommandError} if it cannot be recorded.
   */
  record: (event: CancelEvent) => void;
}

/** The status of the run is no longer the one in the plan. */
class Changed extends Error {}

/**
 * Reads a run once more, and force-cancels it if it is still as planned. Records the attempt before the request is sent, so
 * that no run is touched of which nothing is on record.
 */
export async function cancelRun(planned: PlannedRun, options: CancelOptions, session: Session): Promise<OutcomeEvent> {
  const { comment, allowApplying, record } = options;
  const { id } = planned;
  let isAttempted = false;
  try {
    const canceled = await session.client.forceCancel(id, {
      comment,
      allowApplying: allowApplying && planned.status === 'applying',
      signal: session.interrupt,
      beforeCancel({ attributes: { status } }) {
        if (status !== planned.status) throw new Changed(changeOf(planned, status));
        record({ event: 'attempt', at: timeOf(session), run: id, status });
        isAttempted = true;
      },
    });
    // A proxy can mix up the responses on a connection.
    if (canceled.id !== id) return outcome(session, id, 'in-doubt', `the response is about ${canceled.id}`);
    return outcome(session, id, 'done');
  } catch (error) {
    const known = outcomeOf(error, planned, session);
    // A response that the client did not expect: nothing is known once something was sent.
    return known ?? outcome(session, id, isAttempted ? 'in-doubt' : 'failed', explain(error).message);
  }
}

export function outcome(session: Session, run: string, event: Outcome, reason: string | null = null): OutcomeEvent {
  return { event, at: timeOf(session), run, reason, requestId: null };
}

export function timeOf({ now }: Session): string {
  return new Date(now()).toISOString();
}

function changeOf({ status }: PlannedRun, now: string | undefined): string {
  return `was ${status}, and is ${now} now`;
}

/** Returns undefined for an error that does not come from the client. */
function outcomeOf(error: unknown, planned: PlannedRun, session: Session): OutcomeEvent | undefined {
  const { id } = planned;
  // The attempt could not be recorded, or Ctrl-C came while no force-cancel was in flight: nothing was sent.
  if (error instanceof CommandError) return outcome(session, id, 'not-tried', error.message);
  if (error instanceof Changed) return outcome(session, id, 'refused', error.message);
  if (error instanceof GuardError) return outcome(session, id, 'refused', reasonOf(error, planned));
  if (!(error instanceof AdminRunsError)) return undefined;

  const requestId = error instanceof ApiError ? error.requestId : null;
  const isFinal = error instanceof ApiError && error.status === 409;
  if (isFinal) return { ...outcome(session, id, 'refused', 'became final at the same moment'), requestId };
  const event = error.mayHaveBeenCanceled ? 'in-doubt' : 'failed';
  return { ...outcome(session, id, event, error.message), requestId };
}

function reasonOf({ reason, run }: GuardError, planned: PlannedRun): string {
  if (reason === 'unknown') return 'is not known any more';
  return changeOf(planned, run?.attributes.status);
}
