import type { Transaction } from './database.ts';
import { createQuery, type Query } from './query.ts';
import { text } from './rows.ts';

/** The runs that `q` matches: those of some workspaces, and perhaps one by its ID. */
export interface Match {
  workspaceIds: string[];
  /** A run that is in none of the workspaces. */
  runId: string | undefined;
}

/** Finds what `q` matches, or undefined if there is no `q`: then every run matches. */
export async function search(tx: Transaction, q: string | undefined): Promise<Match | undefined> {
  if (q === undefined) return undefined;
  // No name contains the character 0, and PostgreSQL rejects it.
  if (q.includes('\0')) return { workspaceIds: [], runId: undefined };
  const workspaceIds = await findWorkspaceIds(tx, q);
  const [run] = await tx.all('select workspace_id from runs where id = $1', [q]);
  const isElsewhere = run !== undefined && !workspaceIds.includes(text(run[0]));
  return { workspaceIds, runId: isElsewhere ? q : undefined };
}

async function findWorkspaceIds(tx: Transaction, q: string): Promise<string[]> {
  const query = createQuery(tx);
  const pattern = query.bind(`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  const columns = ['w.name_search', 'w.vcs_search', 'o.name_search', 'o.email_search'];
  query.add(columns.map((column) => `${column} like ${pattern} escape '\\'`).join(' or '));
  const rows = await tx.all(
    `select w.id from workspaces w join organizations o on o.name = w.organization_name ${query.where()}`,
    query.values,
  );
  return rows.map(([id]) => text(id));
}

/**
 * Restricts a statement about `runs r` to what matches. `isFilter` keeps the engine from looking the workspaces up by
 * index, when it is to walk along the age or a status instead.
 */
export function addMatch(query: Query, match: Match | undefined, { isFilter }: { isFilter: boolean }): void {
  if (match) query.add(conditionOf(query, match, isFilter ? hidden('r.workspace_id') : 'r.workspace_id'));
}

function conditionOf(query: Query, { workspaceIds, runId }: Match, column: string): string {
  if (runId === undefined) return query.isIn(column, workspaceIds);
  const isRun = `r.id = ${query.bind(runId)}`;
  return workspaceIds.length === 0 ? isRun : `(${query.isIn(column, workspaceIds)} or ${isRun})`;
}

/** A column that no index is used for. */
export function hidden(column: string): string {
  return `coalesce(${column}, '')`;
}
