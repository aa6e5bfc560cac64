import { formatSeconds } from '@tfe-admin-runs/http';
import { facts } from '../files.ts';
import type { Database, Value } from './database.ts';
import {
  groupJoined,
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

/** Which runs to list. An absent part does not filter. */
export interface Filter {
  q?: string | undefined;
  /** Only these statuses; an empty list finds nothing. */
  statuses?: readonly string[] | undefined;
  /** Milliseconds since 1970, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface ForceCancel {
  runId: string;
  actor: string;
  comment: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** The result of a force-cancel. */
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

/** All of the SQL about runs. */
export function createStore(database: Database) {
  const { all, run, read, write } = database;

  /** The number of runs in each status. `statuses` is ignored. */
  function countByStatus(filter: Filter): Map<string, number> {
    const { where, values } = restrict(filter);
    const rows = all(`select r.status, count(*) as n from runs r${where} group by r.status`, values);
    return new Map(rows.map(([status, n]) => [text(status), integer(n)]));
  }

  /** A page of runs, newest first. */
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
    return groupJoined(rows).map(({ id, attributes, joinedIds }) => ({ name: id, attributes, ownerIds: joinedIds }));
  }

  /** Finds users, with the names of the organizations that they own. */
  function findUsers(ids: string[]): (User & { organizationNames: string[] })[] {
    const rows = all(
      `select u.id, u.attributes, w.organization_name from users u left join owners w on w.user_id = u.id
        where u.id in (${placeholders(ids)}) order by u.id, w.organization_name`,
      ids,
    );
    return groupJoined(rows).map(({ id, attributes, joinedIds }) => ({ id, attributes, organizationNames: joinedIds }));
  }

  /** Cancels a run unless it is final. The run, its workspace and the audit trail change together or not at all. */
  function forceCancel({ runId, actor, comment, at }: ForceCancel): Outcome {
    for (;;) {
      const found = findRun(runId);
      if (!found) return 'unknown';
      if (facts.finalStatuses.includes(found.status)) return 'final';
      const time = formatSeconds(at);
      const timestamps = { ...found.timestamps, 'canceled-at': time, 'force-canceled-at': time };
      const isCanceled = write(() => {
        const changes = run("update runs set status = 'canceled', timestamps = $1 where id = $2 and status = $3", [
          JSON.stringify(timestamps),
          runId,
          found.status,
        ]);
        if (changes === 0) return false;
        run('insert into audit (run_id, actor, comment, former_status, at) values ($1, $2, $3, $4, $5)', [
          runId,
          actor,
          comment,
          found.status,
          at,
        ]);
        run('update workspaces set locked = 0, locked_by = null where id = $1 and locked_by = $2', [
          found.workspaceId,
          runId,
        ]);
        return true;
      });
      if (isCanceled) return { run: { ...found, status: 'canceled', timestamps }, formerStatus: found.status };
      // Another request changed the run in between: read it again.
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
      name,
      name.toLowerCase(),
      email,
      JSON.stringify(attributes),
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
        id,
        organizationName,
        name,
        name.toLowerCase(),
        vcs,
        vcs?.toLowerCase() ?? null,
        Number(locked),
        lockedBy,
        currentRunId,
      ],
    );
  }

  function addRun(each: Run): void {
    const columns = 'id, workspace_id, status, timestamps, has_changes, created_at';
    run(`insert into runs (${columns}) values ($1, $2, $3, $4, $5, $6)`, toValues(each));
  }

  /** Adds very many runs to a store that has none. Creating the indexes afterwards costs a tenth. */
  function addRuns(runs: Iterable<Run>): void {
    const indexes = all(
      "select name, sql from sqlite_master where type = 'index' and tbl_name = 'runs' and sql is not null",
    );
    for (const [name] of indexes) run(`drop index ${text(name)}`);
    for (const each of runs) addRun(each);
    for (const [, sql] of indexes) run(text(sql));
  }

  function findWorkspaceByName(organizationName: string, name: string): Workspace | undefined {
    const [row] = all('select id from workspaces where organization_name = $1 and name = $2', [organizationName, name]);
    return row && findWorkspaces([text(row[0])])[0];
  }

  /** Makes a run its workspace's current one, and gives it the lock unless the workspace is locked already. */
  function occupyWorkspace(id: string, runId: string): void {
    run('update workspaces set current_run_id = $2 where id = $1', [id, runId]);
    run('update workspaces set locked = 1, locked_by = $2 where id = $1 and locked = 0', [id, runId]);
  }

  return {
    read,
    write,
    ready: database.ready,
    close: database.close,
    countByStatus,
    findRuns,
    findRun,
    findWorkspaces,
    findOrganizations,
    findUsers,
    findWorkspaceByName,
    forceCancel,
    audit,
    isEmpty,
    clear,
    addOrganization,
    addUser,
    addWorkspace,
    addRun,
    addRuns,
    occupyWorkspace,
  };
}

/** The `where` of a filter, and the values that it binds. Restricts to statuses only if they are given. */
function restrict({ q, from, to }: Filter, statuses?: readonly string[]) {
  const values: Value[] = [];
  const conditions: string[] = [];
  function bind(value: Value): string {
    return `$${values.push(value)}`;
  }

  if (q !== undefined) {
    // A database may end a text at the character 0, and no name contains one.
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
