// Vitest's global setup: starts a PostgreSQL, unless TEST_DATABASE_URL names one. Each test creates its own schema.
import { startPostgres } from './postgres.ts';

export default async function setup() {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const cluster = await startPostgres();
  if (!cluster) {
    console.warn('NOT TESTED on PostgreSQL: npm has none for this platform. Set TEST_DATABASE_URL to one.');
    return undefined;
  }
  process.env.TEST_DATABASE_URL = cluster.url;
  return () => cluster.stop();
}
