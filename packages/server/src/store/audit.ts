import { DataError } from './data-error.ts';
import { assertMigrated } from './migrate.ts';
import { assertOurs, connectReadOnly } from './sqlite.ts';
import { type AuditEntry, readAudit } from './world.ts';

/** One line of the audit trail, as JSON. */
export function toAuditLine({ at, runId, actor, formerStatus, comment }: AuditEntry): string {
  return JSON.stringify({ at: new Date(at).toISOString(), run: runId, actor, 'former-status': formerStatus, comment });
}

/**
 * Reads the audit trail of a data file, in the order of its events, while a server uses the file or after. Changes nothing
 * and leaves nothing behind.
 *
 * @throws {DataError} if the file cannot be used.
 */
export async function readAuditOfFile(file: string): Promise<AuditEntry[]> {
  try {
    const connection = connectReadOnly(file);
    try {
      return await connection.read(async (tx) => {
        await assertOurs(tx, file, { allowEmpty: false });
        await assertMigrated(tx, file);
        return readAudit(tx);
      });
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
