import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

export type Value = string | number | null;
/** The columns in the order in which they were asked for: objects would cost twice as much. */
export type Row = readonly unknown[];

/** One connection. Statements have `$1`, `$2`, … for their parameters, which are always bound. */
export interface Database {
  all(sql: string, parameters?: readonly Value[]): Row[];
  /** Runs a statement and tells how many rows it changed. */
  run(sql: string, parameters?: readonly Value[]): number;
  /** Does all of the work on one state of the data. */
  read<T>(work: () => T): T;
  /** Does all of the work, or none of it if it throws. */
  write<T>(work: () => T): T;
  /** To be called when the database is filled. Until then a file has no write-ahead log, which would write all twice. */
  ready(): void;
  close(): void;
}

/** What is wrong with a file of data, in words for its owner. */
export class DataError extends Error {
  override name = 'DataError';
}

const folder = new URL('migrations/', import.meta.url);
const migrations = readdirSync(folder)
  .filter((name) => /^\d{4}-.*\.sql$/.test(name))
  .map((name) => ({ number: Number(name.slice(0, 4)), name }))
  .sort((a, b) => a.number - b.number);

/**
 * Opens a database, in memory or in a file, and brings it to this program's version, unless it is only read. Throws a
 * `DataError` for a file that cannot be opened, that is another program's, or that another version of this one has
 * written.
 */
export function openDatabase(file?: string, { readOnly = false } = {}): Database {
  if (file === undefined) return migrate(connect(new DatabaseSync(':memory:')));
  // SQLite takes some names for something else than a file, such as `:memory:`.
  const path = resolve(file);
  try {
    // Made before SQLite makes it, because what runs say and who canceled them is nobody else's business.
    if (!readOnly) closeSync(openSync(path, 'a', 0o600));
    const sqlite = new DatabaseSync(path, { timeout: 5000, readOnly });
    try {
      refuseForeign(file, sqlite, readOnly);
      if (readOnly) return refuseOther(connect(sqlite), file);
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

function refuseForeign(file: string, sqlite: DatabaseSync, emptyToo: boolean): void {
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
  if ((tables.length === 0 && !emptyToo) || tables.includes('admin_runs_migrations')) return;
  throw new DataError(`${file} is no database of this server; choose another file`);
}

/** The statements of a migration, by the name of its file. */
export function readMigration(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

function migrate(database: Database, file = 'the database'): Database {
  database.run(
    'create table if not exists admin_runs_migrations (number integer primary key, applied_at bigint not null)',
  );
  for (const { number, name } of migrations) {
    // Asked in the transaction, for another process may be at it too.
    database.write(() => {
      if (database.all('select number from admin_runs_migrations where number = $1', [number]).length > 0) return;
      database.run(readMigration(name));
      database.run('insert into admin_runs_migrations (number, applied_at) values ($1, $2)', [number, Date.now()]);
    });
  }
  return refuseOther(database, file);
}

function refuseOther(database: Database, file: string): Database {
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
  /** Which parameter goes into each place; undefined if they come in their own order. */
  order: number[] | undefined;
}

function placed({ order }: Prepared, parameters: readonly Value[]): readonly Value[] {
  return order ? order.map((place) => parameters[place] as Value) : parameters;
}

function connect(sqlite: DatabaseSync): Database {
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string) {
    let known = prepared.get(sql);
    if (!known) {
      // SQLite takes `$1` for a name, and looks names up; places cost it half as much.
      const order: number[] = [];
      const statement = sqlite.prepare(
        sql.replace(/\$(\d+)/g, (_match, number) => {
          order.push(Number(number) - 1);
          return '?';
        }),
      );
      statement.setReturnArrays(true);
      known = { statement, order: order.every((place, i) => place === i) ? undefined : order };
      prepared.set(sql, known);
      // Lists of every length make statements of their own.
      if (prepared.size > 500) prepared.delete(prepared.keys().next().value as string);
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
      return known.statement.all(...placed(known, parameters)) as unknown as Row[];
    },
    run(sql, parameters) {
      if (parameters) {
        const known = prepare(sql);
        return Number(known.statement.run(...placed(known, parameters)).changes);
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
