import type { Pool, PoolClient, PoolConfig } from 'pg';
import { DataError } from './data-error.ts';
import type { Database, Dialect } from './database.ts';
import { assertMigrated, migrate } from './migrate.ts';
import { codeOf, conflicts, duplicates } from './postgres-errors.ts';
import { connect, retry, type TransactionKind, transact } from './postgres-transaction.ts';

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
};

const poolSizes = { read: 16, write: 4 };

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
        clustered: '',
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
