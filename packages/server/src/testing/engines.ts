import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ServerOptions } from '../index.ts';

/** The place of a separate store, and how to remove it. */
export interface Place {
  options: Pick<ServerOptions, 'data' | 'database' | 'schema'>;
  remove: () => Promise<void>;
}

/** The options of the command for a place whose data outlives the server. */
export function argsOf({ data, database, schema }: Place['options']): string[] {
  return data ? ['--data', data] : ['--database', database ?? '', '--schema', schema ?? ''];
}

export interface Engine {
  name: string;
  /** Creates a place for a new, empty store. */
  open: () => Promise<Place>;
}

const memory: Engine = { name: 'memory', open: async () => ({ options: {}, remove: async () => {} }) };

export const sqliteFile: Engine = {
  name: 'an SQLite file',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-store-'));
    return {
      options: { data: join(folder, 'runs.db') },
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

/** The PostgreSQL of `postgres.setup.ts`; undefined if there is none for this machine. */
export const postgres: Engine | undefined = engineAt(process.env.TEST_DATABASE_URL);

function engineAt(url: string | undefined): Engine | undefined {
  if (!url) return undefined;
  return {
    name: 'PostgreSQL',
    async open() {
      const schema = `test_${randomBytes(8).toString('hex')}`;
      return {
        options: { database: url, schema },
        remove: () => query(url, `drop schema if exists ${schema} cascade`),
      };
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Every engine that is available. */
export const engines: Engine[] = postgres ? [memory, sqliteFile, postgres] : [memory, sqliteFile];

/** The engines whose data outlives the server. */
export const keptEngines: Engine[] = postgres ? [sqliteFile, postgres] : [sqliteFile];
