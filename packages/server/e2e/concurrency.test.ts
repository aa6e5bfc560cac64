// Many administrators at the same time, with one server and with several on one database: exactly one force-cancel of a
// run succeeds, and every read sees consistent totals.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { ask, cancel, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../src/index.ts';
import { argsOf, keptEngines, type Place } from '../src/testing/engines.ts';
import { adminToken, readAudit, serve, userToken } from './command.ts';

const administrators = 64;
const ran = { cancels: 0, winners: 0, readings: 0 };

afterAll(() => {
  const counts = Object.entries(ran).map(([what, count]) => `${count} ${what}`);
  console.log(`concurrency: ${administrators} administrators, ${counts.join(', ')}`);
});

/** Adds stuck runs, each in a separate workspace, and returns their IDs. */
async function fill(options: Place['options'], count: number): Promise<string[]> {
  await using server = await startServer({ ...options, adminToken, userToken });
  const stuck = Array.from({ length: count }, (_, i) => ({ status: 'planning', workspace: `w${i}` }));
  return (await server.createRuns(stuck)).map(({ id }) => id);
}

/** All administrators cancel one run at the same time, spread over these servers. Returns which one succeeded. */
async function cancelTogether(urls: string[], run: string): Promise<number> {
  const responses = await Promise.all(
    Array.from({ length: administrators }, (_, i) =>
      cancel(urls[i % urls.length] ?? '', adminToken, run, `administrator ${i}`),
    ),
  );
  const count = (status: number) => responses.filter((response) => response.status === status).length;
  ran.cancels += administrators;
  ran.winners += count(200);
  expect({ 200: count(200), 409: count(409) }).toEqual({ 200: 1, 409: administrators - 1 });
  return responses.findIndex(({ status }) => status === 200);
}

/** The audit trail has one row for each run, with the name of the administrator who succeeded. */
async function assertAudit(options: Place['options'], winners: Map<string, number>) {
  const lines = await readAudit(options);
  expect(new Map(lines.map((line) => [line.run, line.comment]))).toEqual(
    new Map([...winners].map(([run, winner]) => [run, `administrator ${winner}`])),
  );
  expect(lines).toHaveLength(winners.size);
  for (const line of lines) expect(line['former-status']).toBe('planning');
}

describe.each(keptEngines)('in $name', (engine) => {
  const processes = engine.name === 'PostgreSQL' ? 4 : 2;

  async function place(): Promise<Place['options']> {
    const { options, remove } = await engine.open();
    onTestFinished(remove);
    return options;
  }

  test('of 64 administrators who cancel one run at the same time, one succeeds, and the audit trail has that one', async () => {
    const options = await place();
    const runs = await fill(options, 4);
    const winners = new Map<string, number>();
    await using server = await startServer({ ...options, adminToken, userToken });
    for (const run of runs) winners.set(run, await cancelTogether([server.url], run));
    await assertAudit(options, winners);
  });

  test(`the same with ${processes} processes and several runs`, async () => {
    const options = await place();
    const runs = await fill(options, 6);
    const servers = await Promise.all(Array.from({ length: processes }, () => serve(...argsOf(options))));
    try {
      const urls = servers.map(({ url }) => url);
      const winners = await Promise.all(runs.map(async (run) => [run, await cancelTogether(urls, run)] as const));
      await assertAudit(options, new Map(winners));
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
    for (const { stderr } of await Promise.all(servers.map(({ ended }) => ended)))
      expect(stderr).not.toContain('"level":"error"');
  });

  test('lists that are read during cancels always have consistent totals', async () => {
    const options = await place();
    // Counting so many runs takes long enough for others to be canceled meanwhile.
    await (await startServer({ ...options, adminToken, userToken, seed: 20_000 })).close();
    const runs = await fill(options, 180);
    const servers = await Promise.all(Array.from({ length: processes }, () => serve(...argsOf(options))));
    const urls = servers.map(({ url }) => url);
    const seen = new Set<string>();
    let canceling = true;

    async function read(url: string) {
      let before = 0;
      // Bounded, in case the cancels never finish.
      for (let i = 0; i < 10_000 && canceling; i++) {
        const query = '?filter%5Bstatus%5D=planning&page%5Bsize%5D=100&page%5Bnumber%5D=2&include=workspace';
        const { status, body } = await ask(url, adminToken, `${runsPath}${query}`);
        expect(status).toBe(200);
        const { 'status-counts': counts, pagination } = body.meta;
        ran.readings += 1;
        expect(pagination['total-count']).toBe(counts.planning);
        expect(body.data).toHaveLength(Math.max(0, Math.min(counts.planning - 100, 100)));
        // A run is canceled and its workspace unlocked in the same transaction.
        for (const { attributes } of body.included)
          if (attributes.name.startsWith('w')) expect(attributes.locked).toBe(true);
        seen.add(`${counts.total} in all, ${counts.planning + counts.canceled} planning or canceled`);
        expect(counts.canceled).toBeGreaterThanOrEqual(before);
        before = counts.canceled;
      }
    }

    async function cancelAll() {
      const left = [...runs];
      async function work(url: string) {
        for (let run = left.pop(); run; run = left.pop()) expect((await cancel(url, adminToken, run)).status).toBe(200);
      }
      await Promise.all([...urls, ...urls].map(work)).finally(() => {
        canceling = false;
      });
      ran.cancels += runs.length;
    }

    try {
      await Promise.all([cancelAll(), ...urls.map(read), ...urls.map(read)]);
      expect(seen.size, [...seen].join('; ')).toBe(1);
      expect(await readAudit(options)).toHaveLength(runs.length);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  test.each(['demo', '3000', '3000', '3000'])(
    'processes that start together on new data fill it once (--seed %s)',
    async (seed) => {
      const options = await place();
      const started = await Promise.allSettled([1, 2, 3, 4].map(() => serve(...argsOf(options), '--seed', seed)));
      const servers = started.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      try {
        expect(started.flatMap((each) => (each.status === 'rejected' ? each.reason : []))).toEqual([]);
        const totals = servers.map(async ({ url }) => {
          const { body } = await ask(url, adminToken, runsPath);
          return body.meta['status-counts'].total;
        });
        expect(new Set(await Promise.all(totals)).size).toBe(1);
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
      }
    },
  );
});

test('a copy of an open, idle file has everything that was acknowledged', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'runs.db');
  const [run = ''] = await fill({ data }, 1);
  await using server = await startServer({ data, adminToken, userToken });
  expect((await cancel(server.url, adminToken, run)).status).toBe(200);
  const copy = join(folder.path, 'copy.db');
  for (const ending of ['', '-wal']) copyFileSync(data + ending, copy + ending);
  expect((await readAudit({ data: copy })).map((line) => line.run)).toEqual([run]);
});
