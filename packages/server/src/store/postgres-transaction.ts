import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient, QueryArrayConfig, QueryArrayResult } from 'pg';
import {
  type Column,
  type Dialect,
  type OnProgress,
  OutcomeUnknown,
  type Transaction,
  Unavailable,
  type Value,
} from './database.ts';
import { codeOf, isEngineError, toStoreError } from './postgres-errors.ts';

/**
 * How long after its time-out for a statement the engine may be silent, in milliseconds: nothing closes a connection on a
 * network that drops packets.
 */
const maxSilence = 2000;

export async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toStoreError(error);
  }
}

export interface TransactionKind {
  pool: Pool;
  dialect: Dialect;
  /** The statements that begin it. */
  begin: string;
  /** Milliseconds after which the engine ends a statement. Undefined: any number. */
  statementTimeout: number | undefined;
  isReadOnly: boolean;
}

export async function transact<T>(kind: TransactionKind, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(kind.pool);
  let isCommitting = false;
  try {
    const result = await work(createTransaction(client, kind));
    isCommitting = true;
    const committed = endIfSilent(client, kind, client.query('commit')).then(() => client.release());
    // The result was read: it is valid even if the connection is lost now.
    if (kind.isReadOnly) committed.catch(() => giveBack(client, kind));
    else await committed;
    return result;
  } catch (error) {
    await giveBack(client, kind);
    // If the engine reported an error, nothing was changed. If the connection was lost, the outcome is unknown.
    if (isCommitting && !kind.isReadOnly && !isEngineError(error))
      throw new OutcomeUnknown('the connection was lost during the commit', { cause: error });
    throw toStoreError(error);
  }
}

/** Ends the transaction, or the connection if that is not possible. */
async function giveBack(client: PoolClient, kind: TransactionKind): Promise<void> {
  try {
    await endIfSilent(client, kind, client.query('rollback'));
    client.release();
  } catch (error) {
    client.release(error as Error);
  }
}

/** Waits for the response to a statement. Ends the connection, and so rejects, if even the engine's time-out is not reported. */
async function endIfSilent<T>(
  client: PoolClient,
  { statementTimeout }: TransactionKind,
  response: Promise<T>,
): Promise<T> {
  if (statementTimeout === undefined) return response;
  const timer = setTimeout(() => client.end(), statementTimeout + maxSilence);
  return response.finally(() => clearTimeout(timer));
}

function createTransaction(client: PoolClient, kind: TransactionKind): Transaction {
  const { begin, dialect } = kind;
  let isBegun = false;

  function send(statement: QueryArrayConfig): Promise<QueryArrayResult> {
    return endIfSilent(client, kind, client.query(statement));
  }

  /** The transaction begins with its first statement; both are sent at once if that has no values to bind. */
  async function query(sql: string, values: readonly unknown[]): Promise<QueryArrayResult> {
    const first = isBegun ? '' : begin;
    isBegun = true;
    if (first && values.length === 0) {
      const results: unknown = await send({ text: `${first}; ${sql}`, rowMode: 'array' });
      return (results as QueryArrayResult[]).at(-1) as QueryArrayResult;
    }
    if (first) await send({ text: first, rowMode: 'array' });
    return send({ text: sql, values: [...values], rowMode: 'array' });
  }

  return {
    dialect,
    async all(sql, values = []) {
      return (await query(sql, values)).rows;
    },
    async run(sql, values = []) {
      return (await query(sql, values)).rowCount ?? 0;
    },
    async insertMany(table, columns, rows, onProgress) {
      await insertInBatches(query, { table, columns, rows, onProgress });
    },
  };
}

const maxAttempts = 10;

/** Repeats a transaction while the engine ends it with one of these SQLSTATEs. */
export async function retry<T>(codes: readonly string[], transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      const cause = error instanceof Unavailable ? error.cause : error;
      if (!codes.includes(codeOf(cause)) || attempt === maxAttempts) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
    }
  }
}

type Query = (sql: string, values: readonly unknown[]) => Promise<QueryArrayResult>;

interface Insert {
  table: string;
  columns: readonly Column[];
  rows: Iterable<Value[]>;
  onProgress: OnProgress | undefined;
}

const batchSize = 1000;

async function insertInBatches(query: Query, { table, columns, rows, onProgress }: Insert): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const sql = `insert into ${table} (${names}) select * from unnest(${arrays})`;
  let count = 0;
  let inserted: Promise<unknown> = Promise.resolve();
  for (const batch of batchesOf(rows)) {
    // The engine inserts a batch while the next one is made.
    await inserted;
    onProgress?.(count);
    inserted = query(
      sql,
      columns.map((_, index) => batch.map((row) => row[index])),
    );
    count += batch.length;
  }
  await inserted;
  onProgress?.(count);
}

function* batchesOf(rows: Iterable<Value[]>): Generator<Value[][]> {
  let batch: Value[][] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
