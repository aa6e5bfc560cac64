import { closeSync, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataError } from './data-error.ts';
import { openReadOnly } from './sqlite.ts';

/**
 * Copies a data file as it is at one moment, while a server uses it or not.
 *
 * @throws {DataError} if a file cannot be used, or there is a file at the target.
 */
export async function backUp(file: string, target: string): Promise<void> {
  const path = resolve(target);
  try {
    // Created before SQLite does, so that only its owner can read it.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw new DataError(`cannot create ${target}: ${(error as Error).message}`, { cause: error });
  }
  const { backup } = process.getBuiltinModule('node:sqlite');
  try {
    using source = openReadOnly(file);
    // One snapshot: otherwise the copy would start again with each change that a server makes.
    source.exec('begin');
    source.prepare('select count(*) from admin_runs_migrations').get();
    await backup(source, path, { rate: 10_000 });
  } catch (error) {
    rmSync(path, { force: true });
    throw new DataError(`cannot copy ${file}: ${(error as Error).message}`, { cause: error });
  }
}
