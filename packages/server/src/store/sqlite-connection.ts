import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { DataError } from './data-error.ts';
import {
  type Column,
  type Dialect,
  type OnProgress,
  type Row,
  type Transaction,
  Unavailable,
  type Value,
} from './database.ts';
import { createLock } from './lock.ts';

type SqlValue = string | number | null;

interface Prepared {
  statement: StatementSync;
  /** The index of the parameter for each placeholder. */
  order: number[];
}

const maxPrepared = 500;
/** How long a transaction waits for another process that holds the file, in milliseconds. */
export const defaultPatience = 2000;
const retryDelay = 20;
/** How long a bulk insert works before it yields to other events, in milliseconds. */
const maxBlock = 20;

export type Connection = ReturnType<typeof createConnection>;

/** Runs whole transactions on one connection, one after the other: SQLite knows one transaction at a time. */
export function createConnection(sqlite: DatabaseSync, dialect: Dialect) {
  const lock = createLock();
  let patience = defaultPatience;
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    const known = prepared.get(sql);
    if (known) return known;
    // SQLite treats `$1` as a name and looks it up; `?` costs half as much.
    const order: number[] = [];
    const withMarks = sql.replace(/\$(\d+)/g, (_match, number) => {
      order.push(Number(number) - 1);
      return '?';
    });
    const statement = sqlite.prepare(withMarks);
    statement.setReturnArrays(true);
    const added = { statement, order };
    prepared.set(sql, added);
    if (prepared.size > maxPrepared) prepared.delete(prepared.keys().next().value as string);
    return added;
  }

  function bind({ order }: Prepared, parameters: readonly Value[]): SqlValue[] {
    return order.map((index) => toSqlValue(parameters[index] as Value));
  }

  const transaction: Transaction = {
    dialect,
    async all(sql, parameters = []) {
      const known = prepare(sql);
      return known.statement.all(...bind(known, parameters)) as unknown as Row[];
    },
    async run(sql, parameters = []) {
      const known = prepare(sql);
      return Number(known.statement.run(...bind(known, parameters)).changes);
    },
    async insertMany(table, columns, rows, onProgress) {
      await insertInTurns(sqlite, { table, columns, rows, onProgress });
    },
  };

  /** Does the work in a transaction, once. */
  async function attempt<T>(begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    sqlite.exec(begin);
    try {
      const result = await work(transaction);
      sqlite.exec('commit');
      return result;
    } catch (error) {
      if (sqlite.isTransaction) sqlite.exec('rollback');
      throw error;
    }
  }

  /** Tries again while another process holds the file. SQLite's own wait would block the thread. */
  async function retryWhileBusy<T>(work: () => T | Promise<T>): Promise<T> {
    const deadline = performance.now() + patience;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw toStoreError(error);
        await setTimeout(retryDelay);
      }
    }
  }

  return {
    read: <T>(work: (transaction: Transaction) => Promise<T>) =>
      lock(() => retryWhileBusy(() => attempt('begin', work))),
    write: <T>(work: (transaction: Transaction) => Promise<T>) =>
      lock(() => retryWhileBusy(() => attempt('begin immediate', work))),
    /** Runs a statement outside of any transaction. */
    exec: (sql: string) => lock(() => retryWhileBusy(() => sqlite.exec(sql))),
    close: () => lock(async () => sqlite.close()),
    setPatience(milliseconds: number): void {
      patience = milliseconds;
    },
  };
}

function toSqlValue(value: Value): SqlValue {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return value;
}

interface Insert {
  table: string;
  columns: readonly Column[];
  rows: Iterable<Value[]>;
  onProgress: OnProgress | undefined;
}

/** Inserts rows, and yields to other events in between, such as a signal. */
async function insertInTurns(sqlite: DatabaseSync, { table, columns, rows, onProgress }: Insert): Promise<void> {
  const names = columns.map(({ name }) => name);
  const marks = columns.map(() => '?');
  const insert = sqlite.prepare(`insert into ${table} (${names.join(', ')}) values (${marks.join(', ')})`);
  let count = 0;
  let blockedSince = performance.now();
  for (const row of rows) {
    insert.run(...row.map(toSqlValue));
    count += 1;
    if (count % 100 !== 0 || performance.now() - blockedSince < maxBlock) continue;
    onProgress?.(count);
    await setTimeout(0);
    blockedSince = performance.now();
  }
  onProgress?.(count);
}

const busy = 5;
const locked = 6;
const ioError = 10;
const full = 13;
const readOnly = 8;
const cannotOpen = 14;

interface SqliteError extends Error {
  code: 'ERR_SQLITE_ERROR';
  /** SQLite's extended result code. */
  errcode: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return (error as SqliteError | undefined)?.code === 'ERR_SQLITE_ERROR';
}

/** The lower byte is the primary result code. */
function primaryCode({ errcode }: SqliteError): number {
  return errcode & 0xff;
}

function isBusy(error: unknown): boolean {
  return isSqliteError(error) && [busy, locked].includes(primaryCode(error));
}

function toStoreError(error: unknown): unknown {
  if (!isSqliteError(error) || error instanceof DataError) return error;
  const isPassing = [busy, locked, full, ioError, readOnly, cannotOpen].includes(primaryCode(error));
  return isPassing ? new Unavailable(error.message, { cause: error }) : error;
}
