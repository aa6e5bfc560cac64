import { type Database, readMigration, type Value } from './database.ts';
import { facts } from './document.ts';
import { wholeSeconds } from './instant.ts';
import {
  gather,
  integer,
  type Organization,
  type Run,
  runColumns,
  text,
  textOrNull,
  toRun,
  toValues,
  toWorkspace,
  type User,
  type Workspace,
  workspaceColumns,
} from './rows.ts';

/** What to list; an absent part does not restrict. */
export interface Filter {
  q?: string | undefined;
  /** Only these statuses; an empty list finds nothing. */
  statuses?: readonly string[] | undefined;
  /** Milliseconds since 1970, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
}

/** What a force-cancel came to. */
export type Outcome = { run: Run; formerStatus: string } | 'unknown' | 'final';

export interface AuditEntry {
  runId: string;
  actor: string;
  comment: string | null;
  formerStatus: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type Store = ReturnType<typeof createStore>;

/** Everything that the server asks of its database: all of the SQL, and nothing else. */
export function createStore(database: Database) {
  const { all, run, read, write } = database;

  /** How many runs are in each status, whatever `statuses` says. */
  function countByStatus(filter: Filter): Map<string, number> {
    const { where, values } = restrict(filter);
    const rows = all(`select r.status, count(*) as n from runs r${where} group by r.status`, values);
    return new Map(rows.map(([status, n]) => [text(status), integer(n)]));
  }

  /** A part of the runs, newest first. */
  function findRuns(filter: Filter, limit: number, offset: number): Run[] {
    const { where, values, bind } = restrict(filter, filter.statuses);
    const page = `limit ${bind(limit)} offset ${bind(offset)}`;
    const order = 'order by r.created_at desc, r.id desc';
    return all(`select ${runColumns} from runs r${where} ${order} ${page}`, values).map(toRun);
  }

  function findRun(id: string): Run | undefined {
    const [row] = all(`select ${runColumns} from runs r where r.id = $1`, [id]);
    return row && toRun(row);
  }

  function findWorkspaces(ids: string[]): Workspace[] {
    return all(`select ${workspaceColumns} from workspaces where id in (${placeholders(ids)})`, ids).map(toWorkspace);
  }

  function findOrganizations(names: string[]): Organization[] {
    const rows = all(
      `select o.name, o.attributes, w.user_id from organizations o left join owners w on w.organization_name = o.name
        where o.name in (${placeholders(names)}) order by o.name, w.position`,
      names,
    );
    return gather(rows).map(({ id, attributes, others }) => ({ name: id, attributes, ownerIds: others }));
  }

  /** Users, with the names of the organizations that they own. */
  function findUsers(ids: string[]): (User & { organizationNames: string[] })[] {
    const rows = all(
      `select u.id, u.attributes, w.organization_name from users u left join owners w on w.user_id = u.id
        where u.id in (${placeholders(ids)}) order by u.id, w.organization_name`,
      ids,
    );
    return gather(rows).map(({ id, attributes, others }) => ({ id, attributes, organizationNames: others }));
  }

  /** Cancels a run, unless it is final; the run, its workspace and the audit trail change together or not at all. */
  function forceCancel(id: string, actor: string, comment: string | null, at: number): Outcome {
    for (;;) {
      const found = findRun(id);
      if (!found) return 'unknown';
      if (facts.finalStatuses.includes(found.status)) return 'final';
      const time = wholeSeconds(at);
      const timestamps = { ...found.timestamps, 'canceled-at': time, 'force-canceled-at': time };
      const changed = write(() => {
        const changes = run('update runs set status = $1, timestamps = $2 where id = $3 and status = $4', [
          ...['canceled', JSON.stringify(timestamps), id, found.status],
        ]);
        if (changes === 0) return false;
        run('insert into audit (run_id, actor, comment, former_status, at) values ($1, $2, $3, $4, $5)', [
          ...[id, actor, comment, found.status, at],
        ]);
        run('update workspaces set locked = 0, locked_by = null where id = $1 and locked_by = $2', [
          ...[found.workspaceId, id],
        ]);
        return true;
      });
      // Somebody else was faster: what it is now decides.
      if (changed) return { run: { ...found, status: 'canceled', timestamps }, formerStatus: found.status };
    }
  }

  /** The audit trail, oldest first. */
  function audit(): AuditEntry[] {
    const rows = all('select run_id, actor, comment, former_status, at from audit order by at, run_id');
    return rows.map(([runId, actor, comment, formerStatus, at]) => ({
      runId: text(runId),
      actor: text(actor),
      comment: textOrNull(comment),
      formerStatus: text(formerStatus),
      at: integer(at),
    }));
  }

  function isEmpty(): boolean {
    return all('select 1 as one from organizations limit 1').length === 0;
  }

  function clear(): void {
    for (const table of ['audit', 'runs', 'workspaces', 'owners', 'users', 'organizations'])
      run(`delete from ${table}`);
  }

  function addOrganization({ name, attributes, ownerIds }: Organization): void {
    const email = String(attributes['notification-email'] ?? '').toLowerCase();
    run('insert into organizations (name, name_search, email_search, attributes) values ($1, $2, $3, $4)', [
      ...[name, name.toLowerCase(), email, JSON.stringify(attributes)],
    ]);
    for (const [position, userId] of ownerIds.entries())
      run('insert into owners (organization_name, user_id, position) values ($1, $2, $3)', [name, userId, position]);
  }

  function addUser({ id, attributes }: User): void {
    run('insert into users (id, attributes) values ($1, $2)', [id, JSON.stringify(attributes)]);
  }

  function addWorkspace({ id, organizationName, name, vcs, locked, lockedBy, currentRunId }: Workspace): void {
    run(
      `insert into workspaces (id, organization_name, name, name_search, vcs_identifier, vcs_search, locked, locked_by,
        current_run_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, organizationName, name, name.toLowerCase(), vcs, vcs === null ? null : vcs.toLowerCase()],
        ...[Number(locked), lockedBy, currentRunId],
      ],
    );
  }

  function addRun(each: Run): void {
    const columns = 'id, workspace_id, status, timestamps, has_changes, created_at';
    run(`insert into runs (${columns}) values ($1, $2, $3, $4, $5, $6)`, toValues(each));
  }

  /** Adds very many runs to a store without any: the indexes are made when all are in, and then cost a tenth. */
  function addRuns(runs: Iterable<Run>): void {
    for (const index of ['runs_by_age', 'runs_by_status', 'runs_by_workspace']) run(`drop index ${index}`);
    for (const each of runs) addRun(each);
    run(readMigration('0002-index-runs.sql'));
  }

  function findWorkspaceByName(organizationName: string, name: string): Workspace | undefined {
    const [row] = all('select id from workspaces where organization_name = $1 and name = $2', [organizationName, name]);
    return row && findWorkspaces([text(row[0])])[0];
  }

  /** Makes a run the one that its workspace is busy with, and gives it the lock unless somebody else has that. */
  function occupyWorkspace(id: string, runId: string): void {
    run('update workspaces set current_run_id = $2 where id = $1', [id, runId]);
    run('update workspaces set locked = 1, locked_by = $2 where id = $1 and locked = 0', [id, runId]);
  }

  return {
    ...{
      read,
      write,
      ready: database.ready,
      close: database.close,
      countByStatus,
      findRuns,
      findRun,
      forceCancel,
      audit,
    },
    ...{ findWorkspaces, findOrganizations, findUsers, findWorkspaceByName },
    ...{ isEmpty, clear, addOrganization, addUser, addWorkspace, addRun, addRuns, occupyWorkspace },
  };
}

/** The conditions of a filter, and the values that they bind; statuses only if they are given. */
function restrict({ q, from, to }: Filter, statuses?: readonly string[]) {
  const values: Value[] = [];
  const conditions: string[] = [];
  function bind(value: Value): string {
    return `$${values.push(value)}`;
  }

  if (q !== undefined) {
    // A database may end a text at the character 0, and no name holds one.
    if (q.includes('\0')) conditions.push('1 = 0');
    const like = `like ${bind(`%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`)} escape '\\'`;
    conditions.push(`(r.id = ${bind(q)} or r.workspace_id in (
      select w.id from workspaces w join organizations o on o.name = w.organization_name
      where w.name_search ${like} or w.vcs_search ${like} or o.name_search ${like} or o.email_search ${like}))`);
  }
  if (from !== undefined) conditions.push(`r.created_at >= ${bind(from)}`);
  if (to !== undefined) conditions.push(`r.created_at <= ${bind(to)}`);
  if (statuses) conditions.push(`r.status in (${statuses.map(bind).join(', ')})`);
  return { where: conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '', values, bind };
}

function placeholders(values: readonly unknown[]): string {
  return values.map((_value, i) => `$${i + 1}`).join(', ');
}
