// What only happens with PostgreSQL: lost connections, locks of other clients, conflicts, schemas of other programs.

import { connect, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { ask, mediaType, runsPath } from '@tfe-admin-runs/testing/wire';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { type Place, postgres } from '../src/testing/engines.ts';
import { adminToken, readAudit, userToken } from './command.ts';

const tokens = { adminToken, userToken };
const planning = 'run-8uGJbT4yNsVd6MxA';

describe.skipIf(!postgres)('PostgreSQL', () => {
  async function place(): Promise<{ database: string; schema: string }> {
    const opened = await postgres?.open();
    if (!opened) throw new Error('there is no PostgreSQL');
    onTestFinished(opened.remove);
    return opened.options as { database: string; schema: string };
  }

  async function start(options: Place['options']): Promise<Server> {
    const server = await startServer({ ...options, seed: 'demo', ...tokens });
    onTestFinished(() => server.close());
    return server;
  }

  /** A connection of another client. */
  async function connection(database: string) {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  function cancel({ url }: Server, run = planning) {
    return fetch(`${url}${runsPath}/${run}/actions/force-cancel`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': mediaType },
    });
  }

  async function statusOf({ url }: Server, run = planning): Promise<string> {
    const { body } = await ask(url, adminToken, `${runsPath}?q=${run}`);
    return body.data[0].attributes.status;
  }

  test.each<Cut & { status: number; becomes: string }>([
    { at: 'update runs', how: 'not forwarded', status: 503, becomes: 'planning' },
    { at: 'update runs', how: 'forwarded', status: 503, becomes: 'planning' },
    { at: 'update runs', how: 'silent', status: 503, becomes: 'planning' },
    { at: 'commit', how: 'not forwarded', status: 500, becomes: 'planning' },
    { at: 'commit', how: 'forwarded', status: 500, becomes: 'canceled' },
    { at: 'commit', how: 'silent', status: 500, becomes: 'planning' },
  ])('lost at "$at" ($how): $status, and the run is $becomes', async (scenario) => {
    const { database, schema } = await place();
    await (await startServer({ database, schema, seed: 'demo', ...tokens })).close();
    const proxy = await cuttingProxy(database);
    const server = await start({ database: proxy.url, schema });
    proxy.cut(scenario);
    const response = await cancel(server);
    expect(response.status).toBe(scenario.status);
    expect(response.headers.get('retry-after')).toBe(scenario.status === 503 ? '1' : null);
    await expect.poll(() => statusOf(server)).toBe(scenario.becomes);
    expect(await readAudit({ database, schema })).toHaveLength(scenario.becomes === 'canceled' ? 1 : 0);
  });

  test('a cancel of a run that another client has locked gets 503, and other requests are served', async () => {
    const { database, schema } = await place();
    const server = await start({ database, schema });
    const other = await connection(database);
    await other.query(`begin; select 1 from ${schema}.runs where id = '${planning}' for update`);
    const canceled = cancel(server);
    for (let i = 0; i < 10; i++) {
      await ask(server.url, adminToken, runsPath);
      expect((await fetch(`${server.url}/_health`)).status).toBe(200);
    }
    const response = await canceled;
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    await other.query('rollback');
    expect(await statusOf(server)).toBe('planning');
    expect((await cancel(server)).status).toBe(200);
  });

  test.each(['40001', '40P01'])(
    'after a conflict (%s) the transaction is repeated, and carried out once',
    async (sqlstate) => {
      const { database, schema } = await place();
      const server = await start({ database, schema });
      // A sequence keeps its value if the transaction is rolled back.
      await (await connection(database)).query(`
      set search_path to ${schema};
      create sequence attempts;
      create function conflict() returns trigger language plpgsql as $$ begin
        if nextval('${schema}.attempts') <= 3 then raise exception 'conflict' using errcode = '${sqlstate}'; end if;
        return new;
      end $$;
      create trigger conflict before insert on audit for each row execute function conflict()`);
      expect((await cancel(server)).status).toBe(200);
      expect(await readAudit({ database, schema })).toHaveLength(1);
    },
  );

  test('a conflict that does not end gets 503', async () => {
    const { database, schema } = await place();
    const server = await start({ database, schema });
    await (await connection(database)).query(`
      set search_path to ${schema};
      create function conflict() returns trigger language plpgsql as $$ begin
        raise exception 'conflict' using errcode = '40001';
      end $$;
      create trigger conflict before insert on audit for each row execute function conflict()`);
    expect((await cancel(server)).status).toBe(503);
    expect(await statusOf(server)).toBe('planning');
  });

  test('the test surface is rejected with a schema that the server did not create, and resets nothing else', async () => {
    const { database, schema } = await place();
    const testSurface = { ...tokens, database, seed: 'demo', testSurface: true } as const;
    await expect(startServer(testSurface)).rejects.toThrow('schema must be given');
    await expect(startServer({ ...testSurface, schema: 'public' })).rejects.toThrow('public is not one');

    const server = await startServer({ ...testSurface, schema });
    onTestFinished(() => server.close());
    const other = await connection(database);
    await other.query(`create table ${schema}.notes (text text); insert into ${schema}.notes values ('kept')`);
    await cancel(server);
    await server.reset();
    expect(await statusOf(server)).toBe('planning');
    expect((await other.query(`select text from ${schema}.notes`)).rows).toEqual([{ text: 'kept' }]);
  });

  test('resets at the same time fill the database in one process after the other', async () => {
    const { database, schema } = await place();
    const server = await startServer({ ...tokens, database, schema, seed: 200, testSurface: true });
    onTestFinished(() => server.close());
    let isDone = false;
    const resets = Promise.all([1, 2, 3, 4].map(() => server.reset())).finally(() => {
      isDone = true;
    });
    let mostProcesses = 0;
    while (!isDone) {
      await setImmediate();
      const processes = process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap');
      mostProcesses = Math.max(mostProcesses, processes.length);
    }
    await resets;
    expect(mostProcesses).toBe(1);
    expect((await ask(server.url, adminToken, runsPath)).body.meta.pagination['total-count']).toBe(200);
  });

  test('a schema with tables of another program is rejected', async () => {
    const { database, schema } = await place();
    const other = await connection(database);
    await other.query(`create schema ${schema}; create table ${schema}.runs (id text)`);
    await expect(startServer({ database, schema, ...tokens })).rejects.toThrow('has tables of another program');
  });

  test('data of a newer version is rejected', async () => {
    const { database, schema } = await place();
    await (await startServer({ database, schema, ...tokens })).close();
    await (await connection(database)).query(`insert into ${schema}.admin_runs_migrations values (7000, 0)`);
    await expect(startServer({ database, schema, ...tokens })).rejects.toThrow('written by a newer version');
  });

  test('after a restart of the database, the server continues', async () => {
    const { database, schema } = await place();
    const server = await start({ database, schema });
    await ask(server.url, adminToken, runsPath);
    const other = await connection(database);
    await other.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tfe-admin-runs-server'",
    );
    await expect.poll(() => statusOf(server)).toBe('planning');
  });
});

interface Cut {
  /** A piece of the statement. */
  at: string;
  /** The connection is closed before the statement is forwarded, or after; or it stays open, and nothing passes any more. */
  how: 'not forwarded' | 'forwarded' | 'silent';
}

/** A proxy before a database that can cut a connection when a statement passes. */
async function cuttingProxy(database: string) {
  let watched: Cut | undefined;
  let isWriting = false;
  const target = new URL(database);

  function pass(client: Socket, server: Socket, bytes: Buffer) {
    // Reads are committed too.
    isWriting ||= bytes.includes('update runs');
    if (!watched || !isWriting || !bytes.includes(watched.at)) return void server.write(bytes);
    const { how } = watched;
    watched = undefined;
    if (how === 'silent') return void client.removeAllListeners('data').resume();
    if (how === 'not forwarded') {
      client.destroy();
      server.destroy();
      return;
    }
    // The database has carried the statement out when it responds. The response is not forwarded.
    server.removeAllListeners('data');
    server.write(bytes);
    server.once('data', () => {
      client.destroy();
      server.destroy();
    });
  }

  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    client.on('data', (bytes) => pass(client, server, bytes));
    server.on('data', (bytes) => client.write(bytes));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => {}).on('close', () => other.destroy());
  });
  const url = new URL(database);
  url.port = new URL(await listenOnLoopback(proxy)).port;
  onTestFinished(() => void proxy.close());
  return {
    url: url.href,
    cut(cut: Cut) {
      watched = cut;
    },
  };
}
