// The process is killed amid its work, again and again: what it acknowledged is in the file, and nothing is there by half.
import { copyFileSync, existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ask, cancel, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, expect, test } from 'vitest';
import { DataError, type Seed, startServer } from '../src/index.ts';
import { type AuditLine, adminToken, command, makeFolder, readAudit, serve, userToken } from './command.ts';

const rounds = 20;
const thousand = 1000;
const clients = 16;
/** For a machine that does much else besides. */
const timeout = 120_000;
const ran = {
  kills: 0,
  acknowledged: 0,
  unanswered: 0,
  'kills while filling': 0,
  'found empty': 0,
  'found whole': 0,
  refusals: 0,
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

/** SQLite itself finds nothing wrong. Looked at after the server, which must not need any help. */
function assertSound(data: string) {
  const database = new DatabaseSync(data);
  expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(database.prepare('pragma foreign_key_check').all()).toEqual([]);
  database.close();
}

/** Every run of a file, and which workspaces are locked. Opening it must not need a second try. */
async function readAll(data: string) {
  await using server = await startServer({ data, adminToken, userToken });
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

/** Cancels until the process is killed, which is after so many answers; tells what was sent and what was answered. */
async function cancelAndKill(data: string, runs: string[], killAfter: number) {
  const server = await serve('--data', data);
  const left = [...runs];
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  async function work() {
    for (let run = left.pop(); run; run = left.pop()) {
      sent.add(run);
      const answer = await cancel(server.url, adminToken, run, `because of ${run}`).catch(() => undefined);
      if (!answer) return;
      expect(answer.status).toBe(200);
      acknowledged.add(run);
      if (acknowledged.size === killAfter) server.child.kill('SIGKILL');
    }
  }
  await Promise.all(Array.from({ length: clients }, work));
  expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
  return { sent, acknowledged };
}

test('no acknowledged force-cancel is lost, and none is half done, in twenty kills', { timeout }, async () => {
  using folder = makeFolder();
  const template = join(folder.path, 'template.db');
  const filler = await startServer({ data: template, adminToken, userToken });
  const ids: string[] = [];
  for (let i = 0; i < thousand; i++)
    ids.push((await filler.createRun({ status: i % 2 === 0 ? 'planning' : 'applying', workspace: `w${i}` })).id);
  await filler.close();
  const was = new Map(ids.map((id, i) => [id, i % 2 === 0 ? 'planning' : 'applying']));

  for (let round = 0; round < rounds; round++) {
    const killAfter = 1 + round * 20 + Math.floor(Math.random() * 20);
    const data = join(folder.path, `${round}.db`);
    copyFileSync(template, data);
    const { sent, acknowledged } = await cancelAndKill(data, ids, killAfter);
    ran.kills += 1;
    ran.acknowledged += acknowledged.size;
    ran.unanswered += sent.size - acknowledged.size;

    // The trail is read first, by a process that finds the file as the dead one left it.
    const audit = new Map((await readAudit(data)).map((line): [string, AuditLine] => [line.run, line]));
    const { runs, isLocked } = await readAll(data);
    assertSound(data);
    expect(runs).toHaveLength(thousand);
    for (const id of acknowledged) expect(audit.has(id), `${id} was acknowledged`).toBe(true);
    for (const id of audit.keys()) expect(sent.has(id), `${id} was never sent`).toBe(true);
    for (const run of runs) {
      const line = audit.get(run.id);
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
        status: line ? 'canceled' : was.get(run.id),
        locked: !line,
        times: [second, second],
        ...(line
          ? { former: was.get(run.id), comment: `because of ${run.id}`, actor: 'admin' }
          : { former: undefined, comment: undefined, actor: undefined }),
      });
    }
  }
});

async function countRuns(data: string, seed: Seed = 'empty'): Promise<number> {
  await using server = await startServer({ data, adminToken, userToken, seed });
  const { body } = await ask(server.url, adminToken, runsPath);
  return body.meta.pagination['total-count'];
}

/** Kills the command at the n-th time that something in its folder changes. Tells whether that was before it was done. */
async function fillAndKill(folder: string, data: string, size: number, changes: number): Promise<boolean> {
  let seen = 0;
  const watcher = watch(folder);
  const args = ['--port', '0', '--rate-limit', '0', '--data', data, '--seed', String(size)];
  const { child, ended } = command(...args);
  watcher.on('change', () => {
    seen += 1;
    if (seen === changes) child.kill('SIGKILL');
  });
  // It is not going to end by itself: what is done is killed too.
  child.stdout.on('data', () => child.kill('SIGKILL'));
  const { stdout } = await ended;
  watcher.close();
  return stdout === '';
}

test('a file whose making was cut short opens or is refused, and is filled whole or not at all', {
  timeout,
}, async () => {
  using folder = makeFolder();
  // More than fits into memory that SQLite keeps back until the end.
  const size = 20_000;
  // The first changes are the migration's, the later ones are those of the runs.
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
      ran.refusals += 1;
      expect(error.message).toContain(data);
    }
  }
  expect(ran['found empty']).toBeGreaterThan(0);
  expect(ran['found whole']).toBeGreaterThan(0);
  // Whoever closes the file last tidies up.
  expect(readdirSync(folder.path).filter((name) => !name.endsWith('.db'))).toEqual([]);
});
