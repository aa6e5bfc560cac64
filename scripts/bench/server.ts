import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startServer } from '@tfe-admin-runs/server';
import autocannon from 'autocannon';
import { loadRounds, loadRow } from './load.ts';
import { median, type Row, ratioOf, timeRounds, timeRow } from './measure.ts';
import { type Command, measureRounds, prismMock, prismMockSilent, withProcess } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const list = '/api/v2/admin/runs?include=workspace.organization.owners&page%5Bsize%5D=20';
// Prism responds with the same resources, from the document's example.
const headers = { Authorization: 'Bearer admin-token', Prefer: 'example=everything-included' };
function server(port: string): string[] {
  return [
    'packages/server/bin/tfe-admin-runs-server.js',
    '--port',
    port,
    '--admin-token',
    'admin-token',
    '--user-token',
    'user-token',
  ];
}
const rounds = 5;
const besidePrism = { commands: { ours: server, peer: prismMock }, path: list, headers };

/** The server, in memory with the demo seed, against the Prism command on the same document. */
export async function benchServer(): Promise<Row[]> {
  const ceiling = await writeCeiling();
  const commands = { ours: server, prism: prismMock, silent: prismMockSilent, ceiling };
  const rates = await loadRounds(commands, list, headers);
  const what = 'server under load, 20 runs with everything, against';
  const rows = [
    loadRow(`${what} prism mock`, rates.ours, rates.prism, { sense: '>=', value: 2.5 }),
    loadRow(`${what} prism mock -v silent`, rates.ours, rates.silent),
    loadRow(`${what} bare node:http, same bytes`, rates.ours, rates.ceiling),
    await start(),
    await memory(),
    await seeding(),
  ];
  rmSync(folder, { recursive: true });
  return rows;
}

/** A program that sends the same response to every request. */
async function writeCeiling(): Promise<Command> {
  const bytes = await withProcess(server, list, headers, async ({ url }) =>
    (await fetch(url + list, { headers })).text(),
  );
  const file = join(folder, 'ceiling.mjs');
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
    const bytes = Buffer.from(${JSON.stringify(bytes)});
    const headers = { 'content-type': 'application/vnd.api+json', 'content-length': bytes.length };
    createServer((_, response) => response.writeHead(200, headers).end(bytes)).listen(process.argv[2], '127.0.0.1');`,
  );
  return (port) => [file, port];
}

async function start(): Promise<Row> {
  const { ours, peer } = await measureRounds(rounds, besidePrism, async ({ startTime }) => startTime);
  return timeRow('server, process start to first response, against prism mock', ours, peer, 0.33);
}

async function memory(): Promise<Row> {
  const { ours, peer } = await measureRounds(3, besidePrism, async ({ url, memory }) => {
    await autocannon({ url: url + list, headers, connections: 32, amount: 10_000 });
    return memory() ?? Number.NaN;
  });
  return {
    what: 'server, memory after 10,000 requests, against prism mock',
    ours: `${Math.round(median(ours))} MiB`,
    peer: `${Math.round(median(peer))} MiB`,
    ratio: ratioOf(ours, peer),
    target: { sense: '<=', value: 0.5 },
  };
}

/** 100,000 runs in a file, against a plain bulk insert of the same rows into a table with a primary key. */
async function seeding(): Promise<Row> {
  let file = '';
  let files = 0;
  const { ours, peer } = await timeRounds(3, 1, {
    ours: async () => {
      file = join(folder, `${files++}.db`);
      await (await startServer({ data: file, seed: 100_000 })).close();
    },
    peer: async () => insertAgain(file, join(folder, `${files++}.db`)),
  });
  return timeRow('server, seeding 100,000 runs, against a plain bulk insert', ours, peer, 2);
}

/** Copies the rows of a database with plain inserts. Reading them costs little. */
function insertAgain(from: string, to: string) {
  const source = new DatabaseSync(from, { readOnly: true });
  const rows = source
    .prepare('select id, workspace_id, status, timestamps, has_changes, created_at from runs')
    .iterate();
  const target = new DatabaseSync(to);
  target.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table runs (id text primary key, workspace_id text, status text, timestamps text, has_changes integer, created_at bigint);
    begin`);
  const insert = target.prepare('insert into runs values (?, ?, ?, ?, ?, ?)');
  for (const row of rows) insert.run(...(Object.values(row) as string[]));
  target.exec('commit');
  target.close();
  source.close();
}
