import { closeSync, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync as DatabaseSyncType } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { DataError } from './data-error.ts';
import { type Database, type Dialect, type Transaction, Unavailable } from './database.ts';
import { migrate } from './migrate.ts';
import { type Connection, createConnection, defaultPatience } from './sqlite-connection.ts';

// Not imported: under an older Node, an import of `node:sqlite` would fail before the required version could be reported.
const { DatabaseSync } = process.getBuiltinModule('node:sqlite');

const dialect: Dialect = {
  tokens: { id: 'text', identity: 'integer primary key autoincrement', clustered: 'without rowid' },
  isIn: (column, placeholder) => `${column} in (select value from json_each(${placeholder}))`,
  withoutIndex: (column) => `+${column}`,
  canRebuildIndexes: true,
  canDropConstraints: false,
};

/** Building an index blocks the thread, and in memory there is only one. */
const memoryDialect: Dialect = { ...dialect, canRebuildIndexes: false };

/** Opens a database in memory. */
export async function openMemory(): Promise<Database> {
  const { read, write, close } = createConnection(new DatabaseSync(':memory:'), memoryDialect);
  await migrate({ write }, 'the database');
  return {
    read,
    write,
    bulkWrite: write,
    async ready() {},
    async check() {},
    close,
  };
}

/**
 * Opens a data file, and migrates it to this program's version.
 *
 * @throws {DataError} if the file cannot be opened, is another program's, or was written by a newer version.
 */
export async function openFile(file: string): Promise<Database> {
  // Some names, such as `:memory:`, have a special meaning for SQLite.
  const path = resolve(file);
  let writer: Connection | undefined;
  try {
    // Created before SQLite does, so that only its owner can read it.
    closeSync(openSync(path, 'a', 0o600));
    writer = connect(path);
    writer.setPatience(startPatience);
    await writer.read((tx) => assertOurs(tx, file, { allowEmpty: true }));
    await writer.exec(tuning);
    await migrate(writer, file);
    return createFileDatabase(path, writer);
  } catch (error) {
    await writer?.close();
    if (error instanceof DataError) throw error;
    throw new DataError(`cannot open ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** 32 MiB of pages at most: with SQLite's own 2, filling a file takes half as long again. */
const tuning = 'pragma synchronous = full; pragma cache_size = -32768';

function connect(path: string): Connection {
  // SQLite's own wait for a busy file would block the thread.
  return createConnection(new DatabaseSync(path, { timeout: 0 }), dialect);
}

/** How long a start waits for another server that fills the same file, in milliseconds. */
const startPatience = 30_000;

/**
 * A second connection to an open data file, for reading. It never creates the file. It is not `readOnly`, because that
 * would leave the write-ahead log behind.
 */
export async function connectReader(path: string): Promise<Connection> {
  const location = urlOf(path, { mode: 'rw' });
  const reader = createConnection(new DatabaseSync(location, { timeout: 0 }), dialect);
  await reader.exec(`${tuning}; pragma query_only = on`);
  return reader;
}

/** Connects to an existing file. Unless it `isWritten`, nothing is changed or left behind. */
export function connectExisting(file: string, { isWritten }: { isWritten: boolean }): Connection {
  return isWritten ? connect(resolve(file)) : createConnection(openReadOnly(file), dialect);
}

export function openReadOnly(file: string): DatabaseSyncType {
  return new DatabaseSync(locationOf(file), { readOnly: true, timeout: 0 });
}

/**
 * Without a log or a journal beside it no server uses the file: SQLite then reads it as immutable, and so needs no files
 * beside it, for which the folder may have no permission.
 */
function locationOf(file: string): string {
  // SQLite keeps them beside the file that a symbolic link leads to.
  const path = realpathSync(file);
  // A server has a journal while it fills the file, and leaves it behind if it is killed then.
  const isInUse = existsSync(`${path}-wal`) || existsSync(`${path}-journal`);
  if (isInUse) return path;
  return urlOf(path, { immutable: '1' });
}

function urlOf(path: string, parameters: Record<string, string>): string {
  const url = pathToFileURL(path);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Reads and writes have a connection each, so that a write that waits for another process does not stop the reads. */
function createFileDatabase(path: string, writer: Connection): Database {
  const original = identityOf(path);
  let reader: Connection | undefined;

  function assertThere(): void {
    if (identityOf(path) !== original) throw new Unavailable('the data file was deleted or replaced');
  }

  return {
    read: (work) => (reader ?? writer).read(work),
    async write(work) {
      assertThere();
      const result = await writer.write(work);
      // Writes to a deleted file succeed, but are lost when it is closed.
      assertThere();
      return result;
    },
    bulkWrite: writer.write,
    async ready() {
      // Not earlier: filling a file would write everything to the log first.
      await writer.exec('pragma journal_mode = wal');
      reader = await connectReader(path);
      writer.setPatience(defaultPatience);
    },
    async check() {
      assertThere();
      await (reader ?? writer).read((transaction) => transaction.all('select 1'));
    },
    async close() {
      await reader?.close();
      // Last, because it moves what is in the write-ahead log into the file.
      await writer.close();
    },
  };
}

function identityOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev} ${stats.ino}`;
}

/** Throws unless the file is a database of this server, or empty where that is allowed. */
export async function assertOurs(
  tx: Transaction,
  file: string,
  { allowEmpty }: { allowEmpty: boolean },
): Promise<void> {
  const tables = await tablesOf(tx);
  const isNew = tables?.length === 0 && allowEmpty;
  if (isNew || tables?.includes('admin_runs_migrations')) return;
  throw new DataError(`${file} is not a database of this server; choose another file`);
}

/** The names of the tables; undefined if the file is not an SQLite database. */
async function tablesOf({ all }: Transaction): Promise<unknown[] | undefined> {
  try {
    return (await all("select name from sqlite_master where type = 'table'")).map(([name]) => name);
  } catch (error) {
    if (/not a database|encrypted/.test((error as Error).message)) return undefined;
    throw error;
  }
}
