import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { readMigrations } from '../files.ts';

export type Value = string | number | null;
/** The selected columns in order: objects would cost twice as much. */
export type Row = readonly unknown[];

/** One connection. Statements have `$1`, `$2`, … for their parameters, which are always bound. */
export interface Database {
  all(sql: string, parameters?: readonly Value[]): Row[];
  /** Runs a statement, and returns how many rows it changed. */
  run(sql: string, parameters?: readonly Value[]): number;
  /** Does the work on one snapshot of the data. */
  read<T>(work: () => T): T;
  /** Does the work in one transaction, which is rolled back if it throws. */
  write<T>(work: () => T): T;
  /** Called once the database is filled. Until then a file has no write-ahead log, because filling would write everything twice. */
  ready(): void;
  close(): void;
}

/** The data file cannot be used. The message says why. */
export class DataError extends Error {
  override name = 'DataError';
}

const migrations = readMigrations();

/**
 * Opens a database, in memory or in a file, and migrates it to this program's version, unless it is read only.
 *
 * @throws {DataError} if the file cannot be opened, is another program's, or was written by another version.
 */
export function openDatabase(file?: string, { readOnly = false } = {}): Database {
  if (file === undefined) return migrate(connect(new DatabaseSync(':memory:')));
  // SQLite gives some names, such as `:memory:`, a meaning of their own.
  const path = resolve(file);
  try {
    // Created before SQLite does, so that only its owner can read it.
    if (!readOnly) closeSync(openSync(path, 'a', 0o600));
    const sqlite = new DatabaseSync(path, { timeout: 5000, readOnly });
    try {
      assertOurs(file, sqlite, { allowEmpty: !readOnly });
      if (readOnly) return assertCurrent(connect(sqlite), file);
      // 64 MiB of pages at the most: with SQLite's own 2, filling a file takes half as long again.
      sqlite.exec('pragma synchronous = full; pragma cache_size = -65536');
      return migrate(connect(sqlite), file);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`cannot open ${file}: ${(error as Error).message}`);
  }
}

/** Throws unless the file is a database of this server, or empty where that is allowed. */
function assertOurs(file: string, sqlite: DatabaseSync, { allowEmpty }: { allowEmpty: boolean }): void {
  let tables: unknown[];
  try {
    tables = sqlite
      .prepare("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => name);
  } catch (error) {
    if (!/not a database|encrypted/.test((error as Error).message)) throw error;
    tables = ['something else'];
  }
  const isNew = tables.length === 0 && allowEmpty;
  if (isNew || tables.includes('admin_runs_migrations')) return;
  throw new DataError(`${file} is not a database of this server; choose another file`);
}

function migrate(database: Database, file = 'the database'): Database {
  database.run(
    'create table if not exists admin_runs_migrations (number integer primary key, applied_at bigint not null)',
  );
  for (const { number, sql } of migrations) {
    // Checked in the transaction, because another process may be migrating too.
    database.write(() => {
      if (database.all('select number from admin_runs_migrations where number = $1', [number]).length > 0) return;
      database.run(sql);
      database.run('insert into admin_runs_migrations (number, applied_at) values ($1, $2)', [number, Date.now()]);
    });
  }
  return assertCurrent(database, file);
}

/** Throws unless the database has exactly the migrations of this program. */
function assertCurrent(database: Database, file: string): Database {
  const newest = migrations.at(-1)?.number ?? 0;
  const [row] = database.all('select max(number) as number from admin_runs_migrations');
  const written = Number(row?.[0]);
  if (written === newest) return database;
  throw new DataError(
    written > newest
      ? `${file} was written by a newer version of this server (migration ${written}; this one knows ${newest})`
      : `${file} was written by an older version of this server (migration ${written}); start this one with it once`,
  );
}

interface Prepared {
  statement: StatementSync;
  /** The index of the parameter for each placeholder; undefined if they are in order. */
  order: number[] | undefined;
}

function reorder({ order }: Prepared, parameters: readonly Value[]): readonly Value[] {
  return order ? order.map((index) => parameters[index] as Value) : parameters;
}

const maxPrepared = 500;

function connect(sqlite: DatabaseSync): Database {
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string) {
    let known = prepared.get(sql);
    if (!known) {
      // SQLite treats `$1` as a name and looks it up; `?` costs half as much.
      const order: number[] = [];
      const statement = sqlite.prepare(
        sql.replace(/\$(\d+)/g, (_match, number) => {
          order.push(Number(number) - 1);
          return '?';
        }),
      );
      statement.setReturnArrays(true);
      known = { statement, order: order.every((index, i) => index === i) ? undefined : order };
      prepared.set(sql, known);
      // Lists of each length make their own statement.
      if (prepared.size > maxPrepared) prepared.delete(prepared.keys().next().value as string);
    }
    return known;
  }

  function transaction<T>(begin: string, work: () => T): T {
    prepare(begin).statement.run();
    let result: T;
    try {
      result = work();
    } catch (error) {
      if (sqlite.isTransaction) prepare('rollback').statement.run();
      throw error;
    }
    prepare('commit').statement.run();
    return result;
  }

  return {
    all(sql, parameters = []) {
      const known = prepare(sql);
      return known.statement.all(...reorder(known, parameters)) as unknown as Row[];
    },
    run(sql, parameters) {
      if (parameters) {
        const known = prepare(sql);
        return Number(known.statement.run(...reorder(known, parameters)).changes);
      }
      sqlite.exec(sql);
      return 0;
    },
    read: (work) => transaction('begin', work),
    write: (work) => transaction('begin immediate', work),
    ready: () => sqlite.exec('pragma journal_mode = wal'),
    close: () => sqlite.close(),
  };
}
