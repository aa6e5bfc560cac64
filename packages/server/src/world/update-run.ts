import { formatSeconds } from '@tfe-admin-runs/http';
import { facts } from '../files.ts';
import type { Transaction } from '../store/database.ts';
import type { Run } from '../store/rows.ts';
import { changeStatus, findRun, occupyWorkspace, releaseWorkspace } from '../store/world.ts';
import { isBusy, timestampOf } from './lifecycle.ts';

/** The changes to a run. */
export interface RunUpdate {
  /** Its status from now on: any of the platform, or another in snake_case. */
  status: string;
}

/** @internal Updates a run as of now. Undefined if there is no such run. */
export async function updateRun(tx: Transaction, id: string, update: RunUpdate, now: number): Promise<Run | undefined> {
  const { status } = update;
  const run = await findRun(tx, id);
  if (!run) return undefined;
  const timestamp = timestampOf(status);
  const timestamps = { ...run.timestamps, ...(timestamp && { [timestamp]: formatSeconds(now) }) };
  const updated: Run = { ...run, status, timestamps };
  if (!(await changeStatus(tx, run, updated))) return updateRun(tx, id, update, now);
  if (facts.finalStatuses.includes(status)) await releaseWorkspace(tx, run);
  else if (isBusy(status)) await occupyWorkspace(tx, run.workspaceId, id);
  return updated;
}
