import type { Transaction } from './database.ts';
import { createQuery, type Query } from './query.ts';
import { integer, text } from './rows.ts';

/** The runs that `q` matches: all runs of some workspaces, and the run with that ID, if there is one. */
export interface Match {
  workspaceIds: string[];
  /** All other workspaces, if they are fewer: testing that a run is in none of them is faster. */
  otherIds: string[] | undefined;
  /** A run that is in none of the workspaces. */
  runId: string | undefined;
}

/** Finds the runs that `q` matches. Undefined means every run. */
export async function search(tx: Transaction, q: string | undefined): Promise<Match | undefined> {
  if (q === undefined) return undefined;
  // No name contains the character 0, and PostgreSQL rejects it.
  if (q.includes('\0')) return { workspaceIds: [], otherIds: undefined, runId: undefined };
  const workspaceIds = await findWorkspaceIds(tx, q, true);
  const otherIds = (await isMostOf(tx, workspaceIds)) ? await findWorkspaceIds(tx, q, false) : undefined;
  if (otherIds?.length === 0) return undefined;
  const [run] = await tx.all('select workspace_id from runs where id = $1', [q]);
  const isElsewhere = run !== undefined && !workspaceIds.includes(text(run[0]));
  return { workspaceIds, otherIds, runId: isElsewhere ? q : undefined };
}

/** The workspaces that `q` matches, or those that it does not match. */
async function findWorkspaceIds(tx: Transaction, q: string, isMatching: boolean): Promise<string[]> {
  const query = createQuery(tx);
  const pattern = query.bind(`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  const columns = ['w.name_search', "coalesce(w.vcs_search, '')", 'o.name_search', 'o.email_search'];
  const matches = columns.map((column) => `${column} like ${pattern} escape '\\'`).join(' or ');
  query.add(isMatching ? matches : `not (${matches})`);
  const rows = await tx.all(
    `select w.id from workspaces w join organizations o on o.name = w.organization_name ${query.where()}`,
    query.values,
  );
  return rows.map(([id]) => text(id));
}

async function isMostOf(tx: Transaction, workspaceIds: readonly string[]): Promise<boolean> {
  const [row] = await tx.all('select count(*) from workspaces');
  return workspaceIds.length > integer(row?.[0]) / 2;
}

/**
 * Restricts a statement about `runs r` to the matching runs. `isFilter` keeps the engine from using the index of workspaces
 * if it should use the index of ages or statuses.
 */
export function addMatch(query: Query, match: Match | undefined, { isFilter }: { isFilter: boolean }): void {
  if (!match) return;
  const { workspaceIds, runId } = match;
  // Bind no value that the statement does not use: PostgreSQL could not infer its type.
  if (runId === undefined) query.add(isInWorkspace(query, match, isFilter));
  else if (workspaceIds.length === 0) query.add(`r.id = ${query.bind(runId)}`);
  else query.add(`(${isInWorkspace(query, match, isFilter)} or r.id = ${query.bind(runId)})`);
}

function isInWorkspace(query: Query, { workspaceIds, otherIds }: Match, isFilter: boolean): string {
  if (!isFilter) return query.isIn('r.workspace_id', workspaceIds);
  const column = query.withoutIndex('r.workspace_id');
  return otherIds ? `not (${query.isIn(column, otherIds)})` : query.isIn(column, workspaceIds);
}
