import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient, PoolConfig, QueryArrayConfig, QueryArrayResult } from 'pg';
import { DataError } from './data-error.ts';
import {
  type Column,
  type Database,
  type Dialect,
  type OnProgress,
  OutcomeUnknown,
  type Transaction,
  Unavailable,
  type Value,
} from './database.ts';
import { assertMigrated, migrate } from './migrate.ts';

type Pg = typeof import('pg');

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  schema: string;
  /** Whether everything in the schema may be deleted, so that it must be one that this server created. */
  mustBeOwn?: boolean | undefined;
}

const timeouts = {
  /** Milliseconds until a connection must be established. */
  connect: 5000,
  read: 60_000,
  write: 5000,
  lock: 2000,
  /** How long after its time-out the engine may be silent: nothing closes a connection on a network that drops packets. */
  silence: 2000,
};

const poolSizes = { read: 8, write: 4 };

/**
 * Opens a PostgreSQL database, and migrates it to this program's version.
 *
 * @throws {DataError} if the database cannot be used.
 */
export function openPostgres(options: PostgresOptions): Promise<Database> {
  return open(options, async (pool, database) => {
    await prepareSchema(pool, options);
    await migrate({ write: (work) => retry(duplicates, () => database.write(work)) }, 'the database');
  });
}

/** Opens a database that a server has created, without changing it. */
export function openPostgresAsItIs(options: PostgresOptions): Promise<Database> {
  return open(options, async (_pool, database) => {
    try {
      await database.read((tx) => assertMigrated(tx, 'the database'));
    } catch (error) {
      if (codeOf(error) !== undefinedTable) throw error;
      throw new DataError(`no server has stored data in the schema ${options.schema} of this database`);
    }
  });
}

/** The SQLSTATE of a missing table. */
const undefinedTable = '42P01';

async function open(
  { url, schema }: PostgresOptions,
  prepare: (pool: Pool, database: Database) => Promise<void>,
): Promise<Database> {
  const pg = await loadPg();
  const reads = createPool(pg, url, poolSizes.read);
  const writes = createPool(pg, url, poolSizes.write);

  async function close(): Promise<void> {
    await Promise.all([reads.end(), writes.end()]);
  }

  try {
    const dialect = await readDialect(writes);
    const scope = `set local search_path to ${quote(schema)}`;
    const reading: TransactionKind = {
      pool: reads,
      dialect,
      begin: `begin isolation level repeatable read read only; ${scope}; ${limits(timeouts.read)}`,
      statementTimeout: timeouts.read,
      isReadOnly: true,
    };
    const bulkWriting: TransactionKind = {
      pool: writes,
      dialect,
      begin: `begin isolation level read committed; ${scope}`,
      statementTimeout: undefined,
      isReadOnly: false,
    };
    const writing: TransactionKind = {
      ...bulkWriting,
      begin: `${bulkWriting.begin}; ${limits(timeouts.write)}`,
      statementTimeout: timeouts.write,
    };
    const tables = ['organizations', 'workspaces', 'runs', 'run_counts'].map((table) => `${quote(schema)}.${table}`);
    const vacuum = `${dialect.canRebuildIndexes ? 'vacuum (analyze)' : 'analyze'} ${tables.join(', ')}`;
    let isFilled = false;
    const database: Database = {
      read: (work) => retry(conflicts, () => transact(reading, work)),
      write: (work) => retry(conflicts, () => transact(writing, work)),
      // Two servers may fill the same database: the second one finds it filled at the next attempt.
      async bulkWrite(work) {
        isFilled = true;
        return retry([...conflicts, ...duplicates], () => transact(bulkWriting, work));
      },
      async ready() {
        // The planner needs statistics and the visibility map before the next run of autovacuum.
        if (isFilled) await withClient(writes, (client) => client.query(vacuum));
      },
      async check() {
        await transact(writing, ({ all }) => all('select 1'));
      },
      pools: () => ({ read: stateOf(reads), write: stateOf(writes) }),
      close,
    };
    await prepare(writes, database);
    return database;
  } catch (error) {
    await close();
    if (error instanceof DataError) throw error;
    throw new DataError(`cannot use the database: ${(error as Error).message}`, { cause: error });
  }
}

async function loadPg(): Promise<Pg> {
  try {
    const { default: pg } = await import('pg');
    return pg as unknown as Pg;
  } catch (cause) {
    throw new DataError('PostgreSQL needs the package pg: run `npm install pg`', { cause });
  }
}

const int8 = 20;
const numeric = 1700;

/** Parses eight-byte integers as numbers: no count comes near 2 ** 53. */
function createPool(pg: Pg, url: string, max: number): Pool {
  const types: NonNullable<PoolConfig['types']> = {
    getTypeParser(oid: number, format?: 'text' | 'binary') {
      return oid === int8 || oid === numeric ? Number : pg.types.getTypeParser(oid, format);
    },
  } as NonNullable<PoolConfig['types']>;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: timeouts.connect,
    keepAlive: true,
    application_name: 'tfe-admin-runs-server',
  });
  // A connection that breaks must not end the process, neither while it is idle nor between two statements.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

function stateOf({ totalCount, idleCount, waitingCount }: Pool) {
  return { idle: idleCount, busy: totalCount - idleCount, waiting: waitingCount };
}

async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await connect(pool);
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

function readDialect(pool: Pool): Promise<Dialect> {
  return withClient(pool, async (client) => {
    const { rows } = await client.query<{ version: string }>('select version()');
    // CockroachDB orders texts by their bytes anyway, and commits after each DDL statement.
    const isCockroach = /cockroach/i.test(rows[0]?.version ?? '');
    return {
      tokens: {
        id: isCockroach ? 'text' : 'text collate "C"',
        identity: 'bigint generated always as identity primary key',
      },
      isIn: (column, placeholder) => `${column} = any(${placeholder})`,
      withoutIndex: (column) => column,
      canRebuildIndexes: !isCockroach,
      canDropConstraints: !isCockroach,
    };
  });
}

/** The comment that marks a schema as created by this server. */
const mark = 'made by tfe-admin-runs-server';

/** Creates the schema if it does not exist. Throws if it belongs to another program. */
function prepareSchema(pool: Pool, { schema, mustBeOwn = false }: PostgresOptions): Promise<void> {
  return withClient(pool, async (client) => {
    const { rows: schemas } = await client.query<{ comment: string | null }>(
      "select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1",
      [schema],
    );
    if (schemas.length === 0) {
      await client.query(`create schema if not exists ${quote(schema)}`);
      await client.query(`comment on schema ${quote(schema)} is '${mark}'`);
      return;
    }
    if (mustBeOwn && schemas[0]?.comment !== mark)
      throw new DataError(`the test surface resets only a schema that the server created, and ${schema} is not one`);
    const { rows } = await client.query<{ tablename: string }>(
      'select tablename from pg_tables where schemaname = $1',
      [schema],
    );
    const tables = rows.map(({ tablename }) => tablename);
    if (tables.includes('runs') && !tables.includes('admin_runs_migrations'))
      throw new DataError(`the schema ${schema} has tables of another program; choose another with --schema`);
  });
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** `set local`, because a transaction pooler gives the next transaction another session. */
function limits(statementTimeout: number): string {
  return `set local statement_timeout = ${statementTimeout}; set local lock_timeout = ${timeouts.lock}`;
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toStoreError(error);
  }
}

interface TransactionKind {
  pool: Pool;
  dialect: Dialect;
  /** The statements that begin it. */
  begin: string;
  /** Milliseconds after which the engine ends a statement. Undefined: any number. */
  statementTimeout: number | undefined;
  isReadOnly: boolean;
}

async function transact<T>(kind: TransactionKind, work: (transaction: Transaction) => Promise<T>): Promise<T> {
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
  const timer = setTimeout(() => client.end(), statementTimeout + timeouts.silence);
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

/** SQLSTATEs of conflicting transactions, one of which the engine ended: serialization failure, deadlock. */
const conflicts = ['40001', '40P01'];

/** SQLSTATEs that a server gets if another server created the same object at the same time. */
const duplicates = ['23505', '42P06', '42P07', '42710', 'XX000'];

const maxAttempts = 10;

/** Repeats a transaction while the engine ends it with one of these SQLSTATEs. */
async function retry<T>(codes: readonly string[], transaction: () => Promise<T>): Promise<T> {
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

function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Whether the engine itself reported the error, by an SQLSTATE, and still holds the connection. */
function isEngineError(error: unknown): boolean {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !isShutdown(code);
}

/** The engine or the connection ended, so the outcome of the last statement is unknown. */
function isShutdown(code: string): boolean {
  return code.startsWith('57P') || code.startsWith('08');
}

/** SQLSTATE classes and codes of temporary failures. */
const passing = [
  /^08/, // connection exceptions
  /^53/, // too little memory, disk or connections
  /^57P/, // the engine shuts down or starts
  /^57014$/, // a statement took too long
  /^55P03$/, // a lock was not available
  /^25006$/, // a replica that cannot write, after a failover
  /^40/, // repeated conflicts
];

const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

function toStoreError(error: unknown): unknown {
  const code = codeOf(error);
  const message = (error as Error).message;
  const isPassing =
    networkCodes.includes(code) || passing.some((pattern) => pattern.test(code)) || lostConnection.test(message);
  return isPassing ? new Unavailable(message, { cause: error }) : error;
}
