// The server or its database is killed repeatedly while it works: every acknowledged change is kept, and no change is
// incomplete.

import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startPostgres } from '@tfe-admin-runs/testing/postgres';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { ask, mediaType, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { DataError, type Seed, startServer } from '../src/index.ts';
import { argsOf, keptEngines, type Place } from '../src/testing/engines.ts';
import { type AuditLine, adminToken, command, readAudit, serve, userToken } from './command.ts';

const rounds = 20;
const thousand = 1000;
const clients = 16;
/** Long enough for a busy machine. */
const timeout = 120_000;
const ran = {
  kills: 0,
  acknowledged: 0,
  'without response': 0,
  'kills while filling': 0,
  'found empty': 0,
  'found whole': 0,
  'rejected files': 0,
};

afterAll(() => {
  console.log(
    `crash: ${Object.entries(ran)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
});

interface Listed {
  id: string;
  attributes: { status: string; 'status-timestamps': Record<string, string> };
  relationships: { workspace: { data: { id: string } } };
}

/** Asserts that SQLite finds the file intact. Called after the server has opened it, which must work without a repair. */
function assertSound(data: string) {
  const database = new DatabaseSync(data);
  expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(database.prepare('pragma foreign_key_check').all()).toEqual([]);
  database.close();
}

/** Reads every run, and which workspaces are locked. Opening the data must work at the first attempt. */
async function readAll(options: Place['options']) {
  await using server = await startServer({ ...options, adminToken, userToken });
  const runs: Listed[] = [];
  const locked = new Map<string, boolean>();
  for (let page: number | null = 1; page !== null && page < 100; ) {
    const query: string = `?page%5Bsize%5D=100&include=workspace&page%5Bnumber%5D=${page}`;
    const { body } = await ask(server.url, adminToken, runsPath + query);
    runs.push(...body.data);
    for (const { id, attributes } of body.included) locked.set(id, attributes.locked);
    page = body.meta.pagination['next-page'];
  }
  return { runs, isLocked: (run: Listed) => locked.get(run.relationships.workspace.data.id) };
}

/** Adds stuck runs, each in a separate workspace, and returns their statuses by ID. */
async function fill(options: Place['options'], count: number): Promise<Map<string, string>> {
  await using server = await startServer({ ...options, adminToken, userToken });
  const statuses = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 'planning' : 'applying'));
  const added = await server.createRuns(statuses.map((status, i) => ({ status, workspace: `w${i}` })));
  return new Map(added.map(({ id, attributes }) => [id, attributes.status]));
}

interface Outcomes {
  /** Every run whose force-cancel was sent. */
  sent: Set<string>;
  /** Those with status 200. */
  acknowledged: Set<string>;
  /** Those whose response said that nothing was changed. */
  unchanged: Set<string>;
}

/** Cancels runs with many concurrent clients. Calls `onAcknowledged` with the number of acknowledgments so far. */
async function cancelAll(url: string, ids: Iterable<string>, onAcknowledged: (count: number) => void) {
  const left = [...ids];
  const outcomes: Outcomes = { sent: new Set(), acknowledged: new Set(), unchanged: new Set() };
  async function work() {
    for (let run = left.pop(); run; run = left.pop()) {
      outcomes.sent.add(run);
      const status = await statusOfCancel(url, run);
      if (status === undefined) return;
      if (status === 503) outcomes.unchanged.add(run);
      if (status === 200) {
        outcomes.acknowledged.add(run);
        onAcknowledged(outcomes.acknowledged.size);
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, work));
  return outcomes;
}

/** The status of the response to a force-cancel; undefined if there was none. */
async function statusOfCancel(url: string, run: string): Promise<number | undefined> {
  const headers = { Authorization: `Bearer ${adminToken}`, 'Content-Type': mediaType };
  const body = JSON.stringify({ comment: `because of ${run}` });
  const path = `${runsPath}/${run}/actions/force-cancel`;
  const response = await fetch(url + path, { method: 'POST', headers, body }).catch(() => undefined);
  return response?.status;
}

/** Asserts that acknowledged cancels were carried out, rejected and unsent ones were not, and none is incomplete. */
async function assertWhole(options: Place['options'], before: Map<string, string>, outcomes: Outcomes) {
  const { sent, acknowledged, unchanged } = outcomes;
  ran.acknowledged += acknowledged.size;
  ran['without response'] += sent.size - acknowledged.size - unchanged.size;
  // Read the trail first, from the data as the killed process left it.
  const audit = new Map((await readAudit(options)).map((line): [string, AuditLine] => [line.run, line]));
  const { runs, isLocked } = await readAll(options);
  for (const id of acknowledged) expect(audit.has(id), `${id} was acknowledged`).toBe(true);
  for (const id of unchanged) expect(audit.has(id), `${id} was rejected`).toBe(false);
  for (const run of runs) {
    const formerStatus = before.get(run.id);
    if (formerStatus === undefined) continue;
    const line = audit.get(run.id);
    if (line) expect(sent.has(run.id), `${run.id} was never sent`).toBe(true);
    const { status, 'status-timestamps': times } = run.attributes;
    const second = line && Math.floor(Date.parse(line.at) / 1000) * 1000;
    expect({
      id: run.id,
      status,
      locked: isLocked(run),
      times: [times['canceled-at'], times['force-canceled-at']].map((time) => time && Date.parse(time)),
      former: line?.['former-status'],
      comment: line?.comment,
      actor: line?.actor,
    }).toEqual({
      id: run.id,
      status: line ? 'canceled' : formerStatus,
      locked: !line,
      times: [second, second],
      former: line && formerStatus,
      comment: line && `because of ${run.id}`,
      actor: line && 'admin',
    });
  }
  expect(await command('verify', ...argsOf(options)).ended).toMatchObject({ code: 0 });
}

/** A number from 1 to 400, larger in later rounds. */
function momentOf(round: number): number {
  return 1 + round * 20 + Math.floor(Math.random() * 20);
}

describe.each(keptEngines)('in $name', (engine) => {
  test('no acknowledged force-cancel is lost, and none is incomplete, in twenty kills of the server', {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds; round++) {
      const { options, remove } = await engine.open();
      const before = await fill(options, thousand);
      const server = await serve(...argsOf(options));
      const killAfter = momentOf(round);
      const outcomes = await cancelAll(server.url, before.keys(), (count) => {
        if (count === killAfter) server.child.kill('SIGKILL');
      });
      expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
      ran.kills += 1;
      await assertWhole(options, before, outcomes);
      if (options.data) assertSound(options.data);
      await remove();
    }
  });
});

test('no acknowledged force-cancel is lost, and none is incomplete, in twenty kills of PostgreSQL', {
  timeout,
}, async ({ skip }) => {
  const cluster = await startPostgres();
  if (!cluster) return skip('NOT TESTED: npm has no PostgreSQL for this platform');
  onTestFinished(cluster.stop);
  const options = { database: cluster.url, schema: 'crash' };
  const before = await fill(options, thousand);
  const ids = [...before.keys()];
  const server = await serve(...argsOf(options));
  onTestFinished(() => void server.stop());
  const all: Outcomes = { sent: new Set(), acknowledged: new Set(), unchanged: new Set() };
  const perRound = thousand / rounds;

  for (let round = 0; round < rounds; round++) {
    const killAfter = 1 + Math.floor(Math.random() * (perRound / 2));
    let killed: Promise<void> | undefined;
    const outcomes = await cancelAll(server.url, ids.slice(round * perRound, (round + 1) * perRound), (count) => {
      if (count === killAfter) killed = cluster.kill();
    });
    await killed;
    expect((await fetch(`${server.url}/_health`)).status).toBe(503);
    await cluster.start();
    expect((await fetch(`${server.url}/_health`)).status).toBe(200);
    ran.kills += 1;
    for (const kind of ['sent', 'acknowledged', 'unchanged'] as const)
      for (const id of outcomes[kind]) all[kind].add(id);
  }
  expect(all.acknowledged.size).toBeGreaterThan(0);
  expect(all.unchanged.size).toBeGreaterThan(0);
  await assertWhole(options, before, all);
});

async function countRuns(data: string, seed: Seed = 'empty'): Promise<number> {
  await using server = await startServer({ data, adminToken, userToken, seed });
  const { body } = await ask(server.url, adminToken, runsPath);
  return body.meta.pagination['total-count'];
}

/** Kills the command at the n-th change in its folder. Returns whether the file was still being filled. */
async function fillAndKill(folder: string, data: string, size: number, changes: number): Promise<boolean> {
  let seen = 0;
  const watcher = watch(folder);
  const args = ['--port', '0', '--rate-limit', '0', '--data', data, '--seed', String(size)];
  const { child, ended } = command(...args);
  watcher.on('change', () => {
    seen += 1;
    if (seen === changes) child.kill('SIGKILL');
  });
  // A server that is ready does not end, so it is killed too.
  child.stdout.on('data', () => child.kill('SIGKILL'));
  const { stdout } = await ended;
  watcher.close();
  return stdout === '';
}

test('a file whose creation was interrupted opens or is rejected, and is filled completely or not at all', {
  timeout,
}, async () => {
  using folder = temporaryFolder();
  // More than the pages that SQLite keeps in memory until the commit.
  const size = 20_000;
  // The migration makes the first changes, the runs make the later ones.
  const later = Array.from({ length: 10 }, (_, i) => Math.floor(20 * 1.48 ** i));
  const moments = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, ...later, Number.POSITIVE_INFINITY];
  for (const [round, changes] of moments.entries()) {
    const data = join(folder.path, `${round}.db`);
    if (await fillAndKill(folder.path, data, size, changes)) ran['kills while filling'] += 1;
    if (!existsSync(data)) continue;
    try {
      const found = await countRuns(data);
      assertSound(data);
      expect([0, size]).toContain(found);
      ran[found === 0 ? 'found empty' : 'found whole'] += 1;
      expect(await countRuns(data, size), `killed at change ${changes}`).toBe(size);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      ran['rejected files'] += 1;
      expect(error.message).toContain(data);
    }
  }
  expect(ran['found empty']).toBeGreaterThan(0);
  expect(ran['found whole']).toBeGreaterThan(0);
  // The last connection to a file removes the files beside it.
  expect(readdirSync(folder.path).filter((name) => !name.endsWith('.db'))).toEqual([]);
});
