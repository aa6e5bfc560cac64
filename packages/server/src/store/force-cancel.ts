import { formatSeconds } from '@tfe-admin-runs/http';
import { facts } from '../files.ts';
import { addToAudit } from './audit.ts';
import type { Database, Transaction } from './database.ts';
import type { Run } from './rows.ts';
import { changeStatus, findRun, releaseWorkspace } from './world.ts';

export interface ForceCancel {
  runId: string;
  actor: string;
  comment: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** The result of a force-cancel. */
export type Outcome = { run: Run; formerStatus: string } | 'unknown' | 'final';

/**
 * Cancels a run unless it is final. The run, the counters, its workspace and the audit trail change together or not at all.
 * The first request to change the status wins; the others find the run final.
 */
export async function forceCancel({ read, write }: Database, input: ForceCancel): Promise<Outcome> {
  for (;;) {
    const found = await read((tx) => findRun(tx, input.runId));
    if (!found) return 'unknown';
    if (facts.finalStatuses.includes(found.status)) return 'final';
    const canceled = cancel(found, input.at);
    const isCanceled = await write((tx) => update(tx, found, canceled, input));
    if (isCanceled) return { run: canceled, formerStatus: found.status };
    // Another request changed the run in between: read it again.
  }
}

function cancel(run: Run, at: number): Run {
  const time = formatSeconds(at);
  return {
    ...run,
    status: 'canceled',
    timestamps: { ...run.timestamps, 'canceled-at': time, 'force-canceled-at': time },
  };
}

/** Resolves to false if the run has another status than the one that was read. */
async function update(tx: Transaction, found: Run, canceled: Run, input: ForceCancel): Promise<boolean> {
  const { runId, actor, comment, at } = input;
  if (!(await changeStatus(tx, found, canceled))) return false;
  await addToAudit(tx, { runId, actor, comment, formerStatus: found.status, at });
  await releaseWorkspace(tx, found);
  return true;
}
