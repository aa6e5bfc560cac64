import { printable } from '@tfe-admin-runs/command';
import { statusGroups } from '@tfe-admin-runs/types';
import { explain } from '../errors.ts';
import { count } from '../output/count.ts';
import { readRun, readRuns } from '../read-runs.ts';
import type { Session } from '../session.ts';
import type { PlannedRun } from './events.ts';

/** Reading each workspace takes a request. */
const maxWorkspaces = 20;

/** Says which workspaces are free now, and how many runs wait in them. Says so if it cannot find out. */
export async function noteAftermath(canceled: readonly PlannedRun[], session: Session): Promise<void> {
  try {
    await noteWorkspaces(canceled, session);
  } catch (error) {
    session.note(`What follows is unknown: ${printable(explain(error).message)}`);
  }
}

async function noteWorkspaces(canceled: readonly PlannedRun[], session: Session): Promise<void> {
  const byWorkspace = new Map(canceled.map((run) => [run.workspaceId, run]));
  byWorkspace.delete(null);
  if (byWorkspace.size === 0 || session.isQuiet) return;
  const waiting = await countWaiting(session);
  session.note('\nWhat follows:');
  for (const [workspaceId, planned] of [...byWorkspace].slice(0, maxWorkspaces)) {
    const run = await readRun(session, planned.id);
    const isLocked = run?.workspace?.attributes.locked;
    const state = isLocked === undefined ? 'unknown' : isLocked ? 'locked, by its next run or a person' : 'free';
    const place = printable(`${planned.organization ?? '?'}/${planned.workspace ?? '?'}`);
    session.note(`  ${place} is ${state}; ${count(waiting.get(workspaceId) ?? 0, 'run')} queued behind it`);
  }
  if (byWorkspace.size > maxWorkspaces)
    session.note(`  and ${count(byWorkspace.size - maxWorkspaces, 'more workspace')}`);
}

/** The number of queued runs by the ID of their workspace. */
async function countWaiting(session: Session): Promise<Map<string | null, number>> {
  const waiting = new Map<string | null, number>();
  for await (const { relationships } of readRuns(session, { status: statusGroups.queued }, { include: [] })) {
    const id = relationships?.workspace?.data?.id ?? null;
    waiting.set(id, (waiting.get(id) ?? 0) + 1);
  }
  return waiting;
}
