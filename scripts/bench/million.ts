// A million runs in a data file and in PostgreSQL. U is the time of `select status, count(*) from runs group by status` on
// the same engine, which every list would need without counters. Each query is timed alternately with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startPostgres } from '@tfe-admin-runs/testing/postgres';
import autocannon from 'autocannon';
import pg from 'pg';
import { loadRounds, loadRow } from './load.ts';
import { median, type Row, ratioOf, timeRow } from './measure.ts';
import { type Command, onBothCores, prismMock, type Running, withProcess } from './process.ts';

const million = 1_000_000;
const few = 10_000;
const turns = 9;
const runsPath = '/api/v2/admin/runs';
const token = 'admin-token';
const headers = { Authorization: `Bearer ${token}`, Prefer: 'example=single-page' };

interface Engine {
  name: string;
  /** The options of a server with this number of runs. */
  optionsFor(count: number): string[];
  /** Runs the statement that U measures. */
  countByStatus(): Promise<unknown>;
  /** Inserts the million runs again, in one transaction, into a table with the same indexes. Returns the milliseconds. */
  insertAgain(): Promise<number>;
  /** How many times as many requests per second as Prism it must serve. */
  minimalRate: number;
  close(): Promise<void>;
}

export async function benchMillion(): Promise<Row[]> {
  const rows = await benchEngine(sqliteFile());
  const postgres = await openPostgres();
  if (!postgres) console.warn('NOT MEASURED: PostgreSQL, which npm does not have for this platform');
  return postgres ? [...rows, ...(await benchEngine(postgres))] : rows;
}

async function benchEngine(engine: Engine): Promise<Row[]> {
  try {
    return [...(await fill(engine)), ...(await queries(engine)), await rate(engine), await memory(engine)];
  } finally {
    await engine.close();
  }
}

function serverOf(engine: Engine, count: number): Command {
  const options = ['--admin-token', token, '--user-token', 'user-token', '--rate-limit', '0', '--seed', String(count)];
  return (port) => [
    'packages/server/bin/tfe-admin-runs-server.js',
    '--port',
    port,
    ...options,
    ...engine.optionsFor(count),
  ];
}

function withServer<T>(engine: Engine, count: number, work: (running: Running) => Promise<T>): Promise<T> {
  return withProcess(serverOf(engine, count), runsPath, headers, work);
}

/** As the README advises. */
const lessMemory = '--max-semi-space-size=16';

async function fill(engine: Engine): Promise<Row[]> {
  const { peakMemory, startTime } = await withServer(engine, million, async (running) => running);
  const again = await engine.insertAgain();
  const megabytes = (value: number) => `${Math.round(value)} MiB`;
  return [
    timeRow(`${engine.name}: filling a million runs, against inserting the rows again`, [startTime], [again], 2),
    {
      what: `${engine.name}: the most memory while it is filled, against 256 MiB`,
      ours: megabytes(peakMemory),
      peer: megabytes(256),
      ratio: ratioOf([peakMemory], [256]),
      target: { sense: '<=', value: 1 },
    },
  ];
}

const pages = { first: 1, 'page 1,000': 1000, 'page 25,000': 25_000, last: Number.POSITIVE_INFINITY };
const dates = {
  'a week': 'filter[from]=2025-03-01T00:00:00Z&filter[to]=2025-03-08T00:00:00Z',
  'a quarter': 'filter[from]=2025-03-01T00:00:00Z&filter[to]=2025-06-01T00:00:00Z',
  'the older half': 'filter[to]=2025-01-01T00:00:00Z',
  'all dates': 'filter[from]=2020-01-01T00:00:00Z',
};
const statuses = {
  'a rare status': 'filter[status]=applying',
  'a common status': 'filter[status]=applied',
  'three rare statuses': 'filter[status]=planning,applying,planned',
  'mixed statuses': 'filter[status]=applied,planning,errored',
};
const searches = {
  'a workspace': 'q=network-dev-00020',
  'an organization': 'q=org-0001',
  'a tenth': 'q=e-',
  'a quarter of them': 'q=prod',
  'a half': 'q=st',
  everything: 'q=o',
  nothing: 'q=no-such-thing',
};

interface Query {
  name: string;
  query: string;
  /** The largest ratio to U, by whether the page is at most the 1,000th. */
  limits: { near: number; far: number };
}

const single = { near: 1, far: 2.5 };
const searchWithDates = { near: 3.5, far: 3.5 };

function combine(one: Record<string, string>, other: Record<string, string>, limits: Query['limits']): Query[] {
  return Object.entries(one).flatMap(([name, query]) =>
    Object.entries(other).map(([otherName, otherQuery]) => ({
      name: `${name}, ${otherName}`,
      query: `${query}&${otherQuery}`,
      limits,
    })),
  );
}

const nothing = { '': '' };
const documented: Query[] = [
  ...combine({ plain: '' }, nothing, single),
  ...combine({ 'with everything included': 'include=workspace.organization.owners&page[size]=100' }, nothing, single),
  ...combine(statuses, nothing, single),
  ...combine(dates, nothing, single),
  ...combine(searches, nothing, single),
  ...combine(statuses, dates, single),
  ...combine(searches, statuses, single),
  ...combine(searches, dates, searchWithDates),
];

async function queries(engine: Engine): Promise<Row[]> {
  const measured = await withServer(engine, million, (running) => measureAll(engine, running));
  console.log(`\n${engine.name}, a million runs: milliseconds over HTTP, and their ratio to U`);
  console.table(
    measured.map(({ name, p50, p99, u, ratio, limit }) => ({
      query: name,
      p50: round(p50),
      p99: round(p99),
      U: round(u),
      'p50 / U': round(ratio),
      target: `<= ${limit}`,
      holds: ratio <= limit ? 'yes' : 'NO',
    })),
  );

  const worst = measured.toSorted((a, b) => b.ratio / b.limit - a.ratio / a.limit)[0] as Measured;
  const slowest = measured.toSorted((a, b) => b.p50 - a.p50)[0] as Measured;
  const first = await firstPages(engine);
  return [
    {
      what: `${engine.name}: the query nearest to its limit (${worst.name}), against U`,
      ours: `${round(worst.p50)} ms`,
      peer: `${round(worst.u)} ms`,
      ratio: ratioOf([worst.p50], [worst.u]),
      target: { sense: '<=', value: worst.limit },
    },
    {
      what: `${engine.name}: first page of a million runs, against U`,
      ours: `${round(median(first.million))} ms`,
      peer: `${round(median(first.u))} ms`,
      ratio: ratioOf(first.million, first.u),
      target: { sense: '<=', value: 0.1 },
    },
    {
      what: `${engine.name}: first page of a million runs, against that of 10,000`,
      ours: `${round(median(first.million))} ms`,
      peer: `${round(median(first.few))} ms`,
      ratio: ratioOf([median(first.million)], [median(first.few)]),
      target: { sense: '<=', value: 2 },
    },
    ...(await starvation(engine, slowest)),
  ];
}

interface Measured {
  name: string;
  path: string;
  p50: number;
  p99: number;
  /** U, in milliseconds. */
  u: number;
  ratio: number;
  limit: number;
}

async function measureAll(engine: Engine, { url }: Running): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const query of documented) {
    const base = `${runsPath}?${query.query}${query.query && '&'}`;
    const { meta } = JSON.parse((await get(`${url}${base}`)).text);
    const last = Math.max(1, meta.pagination['total-pages']);
    for (const [page, wanted] of Object.entries(pages)) {
      const number = Math.min(wanted, last);
      // If a listing has fewer pages, its last one is measured once.
      if (wanted !== Number.POSITIVE_INFINITY && wanted > last) continue;
      if (wanted === Number.POSITIVE_INFINITY && Object.values(pages).includes(last)) continue;
      const path = `${base}page[number]=${number}`;
      const limit = number <= 1000 ? query.limits.near : query.limits.far;
      const name = [query.name.replace(/, $/, ''), page].join(', ');
      measured.push({ name, path, limit, ...(await beside(engine, url + path)) });
    }
  }
  return measured;
}

/** Times a request and U alternately. */
async function beside(engine: Engine, url: string) {
  await get(url); // warm
  const times: number[] = [];
  const us: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    us.push(await timeOf(() => engine.countByStatus()));
    times.push((await get(url)).milliseconds);
  }
  const p50 = median(times);
  const u = median(us);
  return { p50, p99: Math.max(...times), u, ratio: p50 / u };
}

async function firstPages(engine: Engine) {
  return withServer(engine, million, ({ url: large }) =>
    withServer(engine, few, async ({ url: small }) => {
      const result = { million: [] as number[], few: [] as number[], u: [] as number[] };
      for (const url of [large, small]) for (let i = 0; i < 50; i++) await get(url + runsPath); // warm
      for (let turn = 0; turn < 5 * turns; turn++) {
        result.u.push(await timeOf(() => engine.countByStatus()));
        result.million.push((await get(large + runsPath)).milliseconds);
        result.few.push((await get(small + runsPath)).milliseconds);
      }
      return result;
    }),
  );
}

/** The times of `/_health` and a force-cancel while one client repeats the slowest query. */
async function starvation(engine: Engine, slowest: Measured): Promise<Row[]> {
  return withServer(engine, million, async ({ url }) => {
    const planned = `${runsPath}?filter[status]=planned,pending&page[size]=100`;
    const ids: string[] = [];
    for (const page of [1, 2]) {
      const { data } = JSON.parse((await get(`${url}${planned}&page[number]=${page}`)).text);
      ids.push(...data.map(({ id }: { id: string }) => id));
    }
    let isDone = false;
    const repeating = (async () => {
      while (!isDone) await get(url + slowest.path);
    })();
    const agent = new Agent({ keepAlive: true });
    const health: number[] = [];
    const cancel: number[] = [];
    for (const id of ids) {
      health.push((await get(`${url}/_health`, agent)).milliseconds);
      cancel.push((await get(`${url}${runsPath}/${id}/actions/force-cancel`, agent, 'POST')).milliseconds);
    }
    isDone = true;
    await repeating;
    agent.destroy();
    const row = (what: string, times: number[]): Row => ({
      what: `${engine.name}: p99 of ${what} while one client repeats "${slowest.name}", against U`,
      ours: `${round(p99(times))} ms (p50 ${round(median(times))})`,
      peer: `${round(slowest.u)} ms`,
      ratio: ratioOf([p99(times)], [slowest.u]),
      target: { sense: '<=', value: 1 },
    });
    return [row('/_health', health), row('a force-cancel', cancel)];
  });
}

function p99(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] as number;
}

async function rate(engine: Engine): Promise<Row> {
  const { ours, prism } = await loadRounds({ ours: serverOf(engine, million), prism: prismMock }, runsPath, headers);
  const target = { sense: '>=', value: engine.minimalRate } as const;
  return loadRow(`${engine.name}: first page of a million runs under load, against prism mock`, ours, prism, target);
}

/** The memory after 10,000 requests, some of which use the thread that lists. */
async function memory(engine: Engine): Promise<Row> {
  const server: Command = (port) => [lessMemory, ...serverOf(engine, million)(port)];
  const ours = await withProcess(server, runsPath, headers, async ({ url, memory }) => {
    await autocannon({ url: url + runsPath, headers, connections: 32, amount: 9_900 });
    await autocannon({ url: `${url}${runsPath}?q=prod`, headers, connections: 4, amount: 100 });
    return memory() ?? Number.NaN;
  });
  const peer = await withProcess(prismMock, runsPath, headers, async ({ url, memory }) => {
    await autocannon({ url: url + runsPath, headers, connections: 32, amount: 10_000 });
    return memory() ?? Number.NaN;
  });
  return {
    what: `${engine.name}: memory after 10,000 requests at a million runs, ${lessMemory}, against prism mock`,
    ours: `${Math.round(ours)} MiB`,
    peer: `${Math.round(peer)} MiB`,
    ratio: ratioOf([ours], [peer]),
    target: { sense: '<=', value: 0.5 },
  };
}

const sharedAgent = new Agent({ keepAlive: true, maxSockets: 1 });

function get(url: string, agent = sharedAgent, method = 'GET'): Promise<{ text: string; milliseconds: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const all = { ...headers, ...(method === 'POST' && { 'Content-Type': 'application/vnd.api+json' }) };
    request(url, { agent, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject).on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200) return reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
        resolve({ text, milliseconds: performance.now() - begun });
      });
    })
      .on('error', reject)
      .end();
  });
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

const byStatus = 'select status, count(*) from runs group by status';
const columns = ['id', 'workspace_id', 'status', 'timestamps', 'has_changes', 'created_at'];

function sqliteFile(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-million-'));
  const fileOf = (count: number) => join(folder, `${count}.db`);
  let reader: DatabaseSync | undefined;
  return {
    name: 'SQLite',
    minimalRate: 2,
    optionsFor: (count) => ['--data', fileOf(count)],
    async countByStatus() {
      reader ??= new DatabaseSync(fileOf(million), { readOnly: true });
      return reader.prepare(byStatus).all();
    },
    async insertAgain() {
      const source = new DatabaseSync(fileOf(million), { readOnly: true });
      const rows = source.prepare(`select ${columns.join(', ')} from runs`);
      rows.setReturnArrays(true);
      const generated = rows.all() as unknown as string[][];
      const created = source.prepare("select sql from sqlite_master where tbl_name = 'runs' and sql is not null").all();
      source.close();
      return timeOf(async () => {
        const target = new DatabaseSync(join(folder, 'again.db'));
        target.exec('pragma synchronous = full; pragma cache_size = -32768; pragma foreign_keys = off; begin');
        const [table = '', ...indexes] = created.map(({ sql }) => String(sql));
        target.exec(table);
        const insert = target.prepare('insert into runs values (?, ?, ?, ?, ?, ?)');
        for (const row of generated) insert.run(...row);
        for (const index of indexes) target.exec(index);
        target.exec('commit');
        target.close();
      });
    },
    async close() {
      reader?.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openPostgres(): Promise<Engine | undefined> {
  const cluster = await onBothCores(() => startPostgres({ isDurable: true }));
  if (!cluster) return undefined;
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const schemaOf = (count: number) => `runs_${count}`;
  return {
    name: 'PostgreSQL',
    minimalRate: 1.2,
    optionsFor: (count) => ['--database', cluster.url, '--schema', schemaOf(count)],
    async countByStatus() {
      return client.query(byStatus.replace('runs', `${schemaOf(million)}.runs`));
    },
    async insertAgain() {
      const { rows } = await client.query({
        text: `select ${columns.join(', ')} from ${schemaOf(million)}.runs`,
        rowMode: 'array',
      });
      const { rows: indexes } = await client.query(
        `select indexdef from pg_indexes where schemaname = '${schemaOf(million)}' and tablename = 'runs'
          and indexname not like '%_pkey'`,
      );
      return timeOf(async () => {
        await client.query(`begin; create schema again; create table again.runs (like ${schemaOf(million)}.runs,
          primary key (id))`);
        const types = ['text', 'text', 'text', 'text', 'boolean', 'bigint'];
        const arrays = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ');
        for (let start = 0; start < rows.length; start += 5000) {
          const batch = rows.slice(start, start + 5000);
          const values = types.map((_, index) => batch.map((row) => row[index]));
          await client.query(`insert into again.runs select * from unnest(${arrays})`, values);
        }
        for (const { indexdef } of indexes) await client.query(indexdef.replace(schemaOf(million), 'again'));
        await client.query('commit');
        await client.query('vacuum (analyze) again.runs');
      });
    },
    async close() {
      await client.end();
      await cluster.stop();
    },
  };
}
