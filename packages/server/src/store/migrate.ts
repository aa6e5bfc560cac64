import { type Migration, readMigrations } from '../files.ts';
import { DataError } from './data-error.ts';
import type { Dialect, Transaction } from './database.ts';

/** The part of a database that migrations use. */
interface Migratable {
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/**
 * Brings a database to this program's version, one statement per transaction, because some engines commit after each DDL
 * statement. Every statement is idempotent, because two servers can start at the same time.
 *
 * @throws {DataError} if a newer version has written the database.
 */
export async function migrate(database: Migratable, name: string): Promise<void> {
  const migrations = readMigrations();
  await database.write(async ({ run }) => {
    await run('create table if not exists admin_runs_migrations (number int primary key, applied_at bigint not null)');
  });
  const applied = await database.write(appliedMigrations);
  for (const migration of migrations) {
    if (applied.has(migration.number)) continue;
    await database.write(({ run, dialect }) => run(withTokens(migration, dialect)));
    await database.write(({ run }) =>
      run('insert into admin_runs_migrations (number, applied_at) values ($1, $2) on conflict (number) do nothing', [
        migration.number,
        Date.now(),
      ]),
    );
  }
  assertCurrent(applied, name);
}

async function appliedMigrations({ all }: Transaction): Promise<Set<number>> {
  const rows = await all('select number from admin_runs_migrations');
  return new Set(rows.map(([number]) => Number(number)));
}

function withTokens({ sql }: Migration, { tokens }: Dialect): string {
  return sql.replace(/\{\{(\w+)\}\}/g, (_match, token) => {
    const replacement = tokens[token];
    if (replacement === undefined) throw new Error(`a migration has the unknown token ${token}`);
    return replacement;
  });
}

/** Throws if a newer version of this program has written the database. */
function assertCurrent(applied: Set<number>, name: string): void {
  const newest = readMigrations().at(-1)?.number ?? 0;
  const written = Math.max(0, ...applied);
  if (written > newest)
    throw new DataError(
      `${name} was written by a newer version of this server (migration ${written}; this one knows ${newest})`,
    );
}

/** Throws unless the database has exactly the migrations of this program. Changes nothing. */
export async function assertMigrated(transaction: Transaction, name: string): Promise<void> {
  const applied = await appliedMigrations(transaction);
  assertCurrent(applied, name);
  const missing = readMigrations().filter(({ number }) => !applied.has(number));
  if (missing.length > 0)
    throw new DataError(
      `${name} was written by an older version of this server (migration ${Math.max(0, ...applied)}); ` +
        'start this one with it once',
    );
}
