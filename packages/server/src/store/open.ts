import { DataError } from './data-error.ts';
import type { Database } from './database.ts';
import { assertMigrated } from './migrate.ts';
import { openPostgres, openPostgresAsItIs } from './postgres.ts';
import { assertOurs, connectExisting, openFile, openMemory } from './sqlite.ts';

/** Where the data is: in a file, in a schema of a PostgreSQL database, or in memory if neither is given. */
export interface Location {
  data?: string | undefined;
  /** The URL of the database. */
  database?: string | undefined;
  schema: string;
}

/**
 * Opens the data, and migrates it to this program's version. With `isReset` everything in it may be deleted, so it must
 * belong to this server.
 *
 * @throws {DataError} if the data cannot be used.
 */
export function open({ data, database, schema }: Location, { isReset }: { isReset: boolean }): Promise<Database> {
  if (database !== undefined) return openPostgres({ url: database, schema, mustBeOwn: isReset });
  return data === undefined ? openMemory() : openFile(data);
}

/** Data that a server has stored. */
export type Opened = Pick<Database, 'read' | 'bulkWrite' | 'close'>;

/**
 * Opens what a server has stored, while it runs or after. Changes nothing and leaves nothing behind, unless it `isWritten`.
 *
 * @throws {DataError} if the data cannot be used.
 */
export async function openAsItIs(location: Location, { isWritten }: { isWritten: boolean }): Promise<Opened> {
  const { data, database, schema } = location;
  if (database !== undefined) return openPostgresAsItIs({ url: database, schema });
  if (data === undefined) throw new DataError('data in memory cannot be opened');
  return openFileAsItIs(data, { isWritten });
}

async function openFileAsItIs(file: string, { isWritten }: { isWritten: boolean }): Promise<Opened> {
  try {
    const connection = connectExisting(file, { isWritten });
    try {
      await connection.read(async (tx) => {
        await assertOurs(tx, file, { allowEmpty: false });
        await assertMigrated(tx, file);
      });
      const { read, write, close } = connection;
      return { read, bulkWrite: write, close };
    } catch (error) {
      await connection.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`cannot use ${file}: ${(error as Error).message}`, { cause: error });
  }
}
