// The store under stress: concurrent requests, a locked file, a full disk, a deleted file, read-only folders.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { ask, cancel, exchange, mediaType, requestOf, runsPath } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { adminToken, command, readAudit, serve, userToken } from './command.ts';

const tokens = { adminToken, userToken };

async function start(data: string, seed: 'demo' | 'empty' = 'demo'): Promise<Server> {
  const server = await startServer({ data, seed, ...tokens });
  onTestFinished(() => server.close());
  return server;
}

function folder(): string {
  const made = temporaryFolder();
  onTestFinished(() => made[Symbol.dispose]());
  return made.path;
}

/** Cancels without validating the response: 503 is covered by the document's default response. */
function cancelBy(url: string, runId: string) {
  return fetch(`${url}${runsPath}/${runId}/actions/force-cancel`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': mediaType },
  });
}

const planning = 'run-8uGJbT4yNsVd6MxA';

test.each(['memory', 'a file'])('pipelined requests each get a whole transaction, in %s', async (where) => {
  const server =
    where === 'memory' ? await startServer({ seed: 'empty', ...tokens }) : await start(join(folder(), 'a.db'), 'empty');
  onTestFinished(() => server.close());
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) ids.push((await server.createRun({ status: 'planning' })).id);
  const common = ['Host: localhost', `Authorization: Bearer ${adminToken}`];
  const requests = ids.flatMap((id) => [
    requestOf([
      `POST ${runsPath}/${id}/actions/force-cancel HTTP/1.1`,
      ...common,
      `Content-Type: ${mediaType}`,
      'Content-Length: 0',
    ]),
    requestOf([`GET ${runsPath}?page[size]=100 HTTP/1.1`, ...common]),
  ]);
  const responses = await exchange(server.url, Buffer.concat(requests), { responses: requests.length });
  expect(responses.map(({ status }) => status)).toEqual(requests.map(() => 200));
  // Each list is one snapshot: its counts agree with its runs.
  for (const { text } of responses.filter((_, index) => index % 2 === 1)) {
    const { data, meta } = JSON.parse(text);
    const canceled = data.filter((run: { attributes: { status: string } }) => run.attributes.status === 'canceled');
    expect(meta['status-counts']).toMatchObject({ canceled: canceled.length, total: 20 });
  }
});

test('functions and requests can run at the same time', async () => {
  const server = await startServer({ seed: 'empty', ...tokens });
  onTestFinished(() => server.close());
  const results = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      i % 10 === 0
        ? ask(server.url, adminToken, runsPath)
        : server.createRun({ workspace: `w${i % 7}`, organization: `o${i % 3}`, status: 'applying' }),
    ),
  );
  expect(results).toHaveLength(100);
  const { body } = await ask(server.url, adminToken, runsPath);
  expect(body.meta['status-counts']).toMatchObject({ applying: 90, total: 90 });
  await Promise.all([server.reset(), server.createRun({ id: 'run-after' }), server.reset()]);
  expect((await ask(server.url, adminToken, runsPath)).body.meta['status-counts'].total).toBe(0);
});

test('while another process has locked the file, a cancel gets 503, and other requests are served', async () => {
  const data = join(folder(), 'busy.db');
  const server = await start(data);
  const other = new DatabaseSync(data);
  other.exec('begin immediate');
  const canceled = cancelBy(server.url, planning);
  for (let i = 0; i < 20; i++) {
    const { body } = await ask(server.url, adminToken, `${runsPath}?filter[status]=planning`);
    expect(body.data.map(({ id }: { id: string }) => id)).toContain(planning);
    expect((await fetch(`${server.url}/_health`)).status).toBe(200);
  }
  const response = await canceled;
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  other.exec('rollback');
  other.close();
  expect((await cancel(server.url, adminToken, planning)).status).toBe(200);
});

test('a cancel waits a while for another process', async () => {
  const data = join(folder(), 'patient.db');
  const server = await start(data);
  const other = new DatabaseSync(data);
  other.exec('begin immediate');
  const canceled = cancelBy(server.url, planning);
  await ask(server.url, adminToken, runsPath);
  other.exec('rollback');
  other.close();
  expect((await canceled).status).toBe(200);
});

test('on a full disk a cancel gets 503 and changes nothing, and lists are served', async ({ skip }) => {
  const mount = join(folder(), 'small');
  mkdirSync(mount);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount], { encoding: 'utf8' });
  if (mounted.status !== 0) skip(`NOT TESTED: a small disk cannot be mounted here: ${mounted.stderr.trim()}`);
  onTestFinished(() => void execFileSync('umount', ['--lazy', mount]));
  const server = await start(join(mount, 'full.db'));
  spawnSync('dd', ['if=/dev/zero', `of=${join(mount, 'fill')}`, 'bs=1k']);
  const response = await cancelBy(server.url, planning);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  const { body } = await ask(server.url, adminToken, `${runsPath}?filter[status]=planning`);
  expect(body.data.map(({ id }: { id: string }) => id)).toContain(planning);
  rmSync(join(mount, 'fill'));
  expect((await cancel(server.url, adminToken, planning)).status).toBe(200);
});

test('a file that was deleted is noticed before a cancel is acknowledged, and by /_health', async () => {
  const data = join(folder(), 'deleted.db');
  const server = await start(data);
  rmSync(data);
  expect((await cancelBy(server.url, planning)).status).toBe(503);
  expect((await fetch(`${server.url}/_health`)).status).toBe(503);
});

test('the audit trail is ordered by events, even if the clock jumps back', async () => {
  const data = join(folder(), 'clock.db');
  let now = Date.parse('2026-06-01T12:00:00Z');
  const server = await startServer({ data, ...tokens, now: () => now });
  for (const id of ['run-1', 'run-2', 'run-3']) {
    await server.createRun({ id, status: 'planning' });
    await cancel(server.url, adminToken, id);
    now -= 3_600_000;
  }
  await server.close();
  expect((await readAudit({ data })).map(({ run }) => run)).toEqual(['run-1', 'run-2', 'run-3']);
});

test('audit reads a read-only file in a read-only folder, and leaves nothing behind', async ({ skip }) => {
  const path = folder();
  const data = join(path, 'kept.db');
  const server = await startServer({ data, seed: 'demo', ...tokens });
  await cancel(server.url, adminToken, planning);
  await server.close();
  chmodSync(data, 0o444);
  chmodSync(path, 0o555);
  onTestFinished(() => chmodSync(path, 0o755));
  // Root may write anywhere, so the command runs as another user where that is possible.
  const asOtherUser = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const bin = new URL('../bin/tfe-admin-runs-server.js', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, 'audit', '--data', data], {
    encoding: 'utf8',
    ...asOtherUser,
  });
  if (/EACCES|Cannot find module/.test(stderr)) skip('NOT TESTED: another user cannot read this repository');
  expect({ status, stderr, lines: stdout.split('\n').length }).toEqual({ status: 0, stderr: '', lines: 2 });
  expect(readdirSync(path)).toEqual(['kept.db']);
});

test('audit leaves the files of a running server as they are', async () => {
  const path = folder();
  const data = join(path, 'live.db');
  const server = await start(data);
  await cancel(server.url, adminToken, planning);
  const before = readdirSync(path);
  expect(await readAudit({ data })).toHaveLength(1);
  expect(readdirSync(path)).toEqual(before);
});

test('backup copies a file while a server changes it, as it is at one moment', async () => {
  const path = folder();
  const data = join(path, 'runs.db');
  const server = await startServer({ data, seed: 2000, ...tokens });
  onTestFinished(() => server.close());
  const { body } = await ask(server.url, adminToken, `${runsPath}?filter[status]=pending,planned&page[size]=100`);
  let isDone = false;
  const canceling = (async () => {
    for (const { id } of body.data) if (!isDone) await cancel(server.url, adminToken, id);
  })();
  const target = join(path, 'copy.db');
  const { code, stderr } = await command('backup', '--data', data, '--to', target).ended;
  isDone = true;
  await canceling;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(statSync(target).mode & 0o777).toBe(0o600);

  const copy = new DatabaseSync(target, { readOnly: true });
  expect(copy.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  const [{ audited, counted } = {}] = copy
    .prepare(
      "select (select count(*) from audit) audited, (select n from run_counts where scope = '' and status = 'canceled') counted",
    )
    .all();
  const wasCanceled = copy.prepare("select count(*) n from runs where status = 'canceled'").get();
  expect(counted).toBe(wasCanceled?.n);
  expect(audited).toBeLessThanOrEqual(body.data.length);
  copy.close();

  const again = await command('backup', '--data', data, '--to', target).ended;
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`cannot create ${target}: EEXIST`) });
});

test('a command that runs against a data file finds everything in it when it has ended', async () => {
  const data = join(folder(), 'complete.db');
  const script = `fetch(process.env.TFE_ADDRESS + '${runsPath}/${planning}/actions/force-cancel', {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + process.env.TFE_TOKEN, 'Content-Type': '${mediaType}' },
  }).then(({ status }) => process.exit(status === 200 ? 7 : 1))`;
  const { code } = await command('--data', data, '--seed', 'demo', '--', process.execPath, '-e', script).ended;
  expect(code).toBe(7);
  expect(existsSync(`${data}-wal`)).toBe(false);
  expect(readFileSync(data).includes(Buffer.from(planning))).toBe(true);
  expect(await readAudit({ data })).toMatchObject([{ run: planning }]);
});

test('a server that did nothing leaves one file', async () => {
  const path = folder();
  const { code } = await command('--data', join(path, 'quiet.db'), '--', 'true').ended;
  expect([code, readdirSync(path)]).toEqual([0, ['quiet.db']]);
});

test('a second server on a file that is being filled waits for it', async () => {
  const data = join(folder(), 'shared.db');
  const [one, two] = await Promise.all([
    serve('--data', data, '--seed', '20000'),
    serve('--data', data, '--seed', '20000'),
  ]);
  for (const { url, stop } of [one, two]) {
    expect((await ask(url, adminToken, runsPath)).body.meta['status-counts'].total).toBe(20_000);
    await stop();
  }
});

describe('a list that takes long', () => {
  // Enough runs to make some lists expensive.
  const seed = 25_000;

  test('is the same from the thread as in memory', async () => {
    const inMemory = await startServer({ seed, ...tokens });
    const inFile = await startServer({ data: join(folder(), 'many.db'), seed, ...tokens });
    onTestFinished(async () => void (await Promise.all([inMemory.close(), inFile.close()])));
    const date = fc
      .date({ min: new Date('2023-12-01'), max: new Date('2026-02-01'), noInvalidDate: true })
      .map((each) => each.toISOString());
    const query = fc.record(
      {
        q: fc.constantFrom('o', 'prod', 'network-dev-00020', 'org-0001', 'nothing'),
        'filter[status]': fc
          .subarray(['applied', 'planning', 'errored', 'nonsense'], { minLength: 1 })
          .map((each) => each.join(',')),
        'filter[from]': date,
        'filter[to]': date,
        'page[number]': fc.constantFrom('1', '2', '40', '600', '1250', '9999'),
        include: fc.constant('workspace.organization.owners'),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(query, async (parameters) => {
        const path = `${runsPath}?${new URLSearchParams(parameters)}`;
        const responses = [inMemory, inFile].map(async ({ url }) => {
          const { body } = await ask(url, adminToken, path);
          const { links: _, ...rest } = body;
          return rest;
        });
        const [expected, found] = await Promise.all(responses);
        expect(found).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('delays neither health nor a cancel, and ends with the server', async () => {
    const server = await startServer({ data: join(folder(), 'busy.db'), seed: 100_000, ...tokens });
    onTestFinished(() => server.close());
    const { id } = await server.createRun({ status: 'planning' });
    const slow = Array.from({ length: 20 }, () =>
      fetch(`${server.url}${runsPath}?q=o&filter[from]=2024-06-01T00:00:00Z`, {
        headers: { Authorization: `Bearer ${adminToken}` },
      }),
    );
    let isSlowDone = false;
    void Promise.allSettled(slow).then(() => {
      isSlowDone = true;
    });
    expect((await fetch(`${server.url}/_health`)).status).toBe(200);
    expect((await cancel(server.url, adminToken, id)).status).toBe(200);
    expect(isSlowDone).toBe(false);
    await server.close();
    await Promise.allSettled(slow);
  });

  test('notices that the file was deleted, and creates no new one', async () => {
    const data = join(folder(), 'gone.db');
    const server = await startServer({ data, seed, ...tokens });
    onTestFinished(() => server.close());
    rmSync(data);
    const response = await fetch(`${server.url}${runsPath}?q=prod`, {
      headers: { Authorization: `Bearer ${adminToken}` },
    });
    expect([response.status, existsSync(data)]).toEqual([503, false]);
  });
});
