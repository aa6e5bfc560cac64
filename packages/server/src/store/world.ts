import { readMigrations } from '../files.ts';
import { addToCounts, createCounters } from './counters.ts';
import type { Column, OnProgress, Transaction } from './database.ts';
import { createQuery } from './query.ts';
import {
  groupJoined,
  type Organization,
  type Run,
  runColumns,
  runValues,
  toRun,
  toWorkspace,
  type User,
  type UserWithOrganizations,
  type Workspace,
  workspaceColumns,
} from './rows.ts';

const runColumnNames = runColumns.map(({ name }) => name).join(', ');

export async function findRun({ all }: Transaction, id: string): Promise<Run | undefined> {
  // No ID contains the character 0, and PostgreSQL rejects it.
  if (id.includes('\0')) return undefined;
  const [row] = await all(`select ${runColumnNames} from runs where id = $1`, [id]);
  return row && toRun(row);
}

export async function findWorkspaces(tx: Transaction, ids: string[]): Promise<Workspace[]> {
  const query = createQuery(tx);
  query.add(query.isIn('id', ids));
  return (await tx.all(`select ${workspaceColumns} from workspaces ${query.where()}`, query.values)).map(toWorkspace);
}

export async function findWorkspaceByName(tx: Transaction, organizationName: string, name: string) {
  const sql = `select ${workspaceColumns} from workspaces where organization_name = $1 and name = $2`;
  const [row] = await tx.all(sql, [organizationName, name]);
  return row && toWorkspace(row);
}

export async function findOrganizations(tx: Transaction, names: string[]): Promise<Organization[]> {
  const query = createQuery(tx);
  query.add(query.isIn('o.name', names));
  const rows = await tx.all(
    `select o.name, o.attributes, w.user_id from organizations o left join owners w on w.organization_name = o.name
      ${query.where()} order by o.name, w.position`,
    query.values,
  );
  return groupJoined(rows).map(({ id, attributes, joinedIds }) => ({ name: id, attributes, ownerIds: joinedIds }));
}

/** Finds users, with the names of the organizations that they own. */
export async function findUsers(tx: Transaction, ids: string[]): Promise<UserWithOrganizations[]> {
  const query = createQuery(tx);
  query.add(query.isIn('u.id', ids));
  const rows = await tx.all(
    `select u.id, u.attributes, w.organization_name from users u left join owners w on w.user_id = u.id
      ${query.where()} order by u.id, w.organization_name`,
    query.values,
  );
  return groupJoined(rows).map(({ id, attributes, joinedIds }) => ({ id, attributes, organizationNames: joinedIds }));
}

export async function isEmpty({ all }: Transaction): Promise<boolean> {
  return (await all('select 1 from organizations limit 1')).length === 0;
}

export async function clear({ run }: Transaction): Promise<void> {
  for (const table of ['audit', 'run_counts', 'runs', 'workspaces', 'owners', 'users', 'organizations'])
    await run(`delete from ${table}`);
}

export async function addUser({ run }: Transaction, { id, attributes }: User): Promise<void> {
  await run('insert into users (id, attributes) values ($1, $2)', [id, JSON.stringify(attributes)]);
}

export async function addOrganization(
  { run }: Transaction,
  { name, attributes, ownerIds }: Organization,
): Promise<void> {
  const email = String(attributes['notification-email'] ?? '').toLowerCase();
  await run('insert into organizations (name, name_search, email_search, attributes) values ($1, $2, $3, $4)', [
    name,
    name.toLowerCase(),
    email,
    JSON.stringify(attributes),
  ]);
  for (const [position, userId] of ownerIds.entries())
    await run('insert into owners (organization_name, user_id, position) values ($1, $2, $3)', [
      name,
      userId,
      position,
    ]);
}

export async function addWorkspace({ run }: Transaction, workspace: Workspace): Promise<void> {
  const { id, organizationName, name, vcs, locked, lockedBy, currentRunId } = workspace;
  await run(
    `insert into workspaces (id, organization_name, name, name_search, vcs_identifier, vcs_search, locked, locked_by,
      current_run_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, organizationName, name, name.toLowerCase(), vcs, vcs?.toLowerCase() ?? null, locked, lockedBy, currentRunId],
  );
}

export async function addRun(tx: Transaction, run: Run): Promise<void> {
  const marks = runColumns.map((_, index) => `$${index + 1}`).join(', ');
  await tx.run(`insert into runs (${runColumnNames}) values (${marks})`, runValues(run));
  await addToCounts(tx, run.workspaceId, new Map([[run.status, 1]]));
}

/** Changes the status of a run, and the counters with it. Resolves to false if its status is no longer that of `from`. */
export async function changeStatus(tx: Transaction, from: Run, to: Run): Promise<boolean> {
  const changes = await tx.run('update runs set status = $1, timestamps = $2 where id = $3 and status = $4', [
    to.status,
    JSON.stringify(to.timestamps),
    from.id,
    from.status,
  ]);
  if (changes === 0) return false;
  const counts =
    from.status === to.status
      ? []
      : ([
          [from.status, -1],
          [to.status, 1],
        ] as const);
  await addToCounts(tx, from.workspaceId, new Map(counts));
  return true;
}

const countColumns: Column[] = [
  { name: 'scope', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'n', type: 'bigint' },
];

/**
 * Adds many runs to a store that has none. Where that is possible, indexes are built and the foreign key is checked
 * afterwards: both cost a fraction of it then.
 */
export async function addRuns(tx: Transaction, runs: Iterable<Run>, onProgress?: OnProgress) {
  const { canRebuildIndexes, canDropConstraints } = tx.dialect;
  const indexes = canRebuildIndexes ? runIndexes() : [];
  const counters = createCounters();
  function* rows() {
    for (const run of runs) {
      counters.count(run);
      yield runValues(run);
    }
  }
  for (const { name } of indexes) await tx.run(`drop index ${name}`);
  if (canDropConstraints) await tx.run('alter table runs drop constraint runs_workspace_id_fkey');
  await tx.insertMany('runs', runColumns, rows(), onProgress);
  await tx.insertMany('run_counts', countColumns, counters.rows());
  for (const { sql } of indexes) await tx.run(sql);
  if (canDropConstraints) await tx.run('alter table runs add foreign key (workspace_id) references workspaces (id)');
}

function runIndexes(): { name: string; sql: string }[] {
  return readMigrations().flatMap(({ sql }) => {
    const name = /create index if not exists (runs_\w+)/.exec(sql)?.[1];
    return name ? [{ name, sql }] : [];
  });
}

/** Unlocks the workspace of a run that holds its lock. */
export async function releaseWorkspace({ run }: Transaction, { id, workspaceId }: Run): Promise<void> {
  const sql = 'update workspaces set locked = false, locked_by = null where id = $1 and locked_by = $2';
  await run(sql, [workspaceId, id]);
}

/** Makes a run its workspace's current one, and gives it the lock unless the workspace is locked already. */
export async function occupyWorkspace({ run }: Transaction, id: string, runId: string): Promise<void> {
  await run('update workspaces set current_run_id = $2 where id = $1', [id, runId]);
  await run('update workspaces set locked = true, locked_by = $2 where id = $1 and locked = false', [id, runId]);
}
