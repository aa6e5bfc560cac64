import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ServerOptions, startServer } from './index.ts';
import { start as startServerOfCommand } from './server.ts';
import { ask, cancel, errorOf, idsOf, list, runs } from './testing/ask.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function start(options: ServerOptions = {}) {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

describe('the demonstration', () => {
  test('has a run that has been planning for nine hours, a queue behind it, and an apply that lost its worker', async () => {
    const server = await start();
    const { data, meta } = await list(server, '?filter[status]=pending,planning,applying');
    expect(meta['status-counts']).toMatchObject({ pending: 3, planning: 1, applying: 2, applied: 208, total: 261 });
    const stuck = data.find(({ attributes }) => attributes.status === 'planning');
    const hours = (Date.now() - Date.parse(stuck?.attributes['created-at'] ?? '')) / 3_600_000;
    expect(hours).toBeGreaterThan(9);
    expect(hours).toBeLessThan(9.5);
  });

  test('has a healthy run that is older than the stuck ones: it began to apply a minute ago', async () => {
    const { data } = await list(await start(), '?filter[status]=planning,applying');
    const oldest = data.toSorted((a, b) => a.attributes['created-at'].localeCompare(b.attributes['created-at']))[0];
    const { 'created-at': created, status, 'status-timestamps': timestamps } = oldest?.attributes ?? {};
    expect(status).toBe('applying');
    expect(Date.now() - Date.parse(created ?? '')).toBeGreaterThan(24 * 3_600_000);
    expect(Date.now() - Date.parse(timestamps?.['applying-at'] ?? '')).toBeLessThan(10 * 60_000);
  });

  test('has no time in the future, and several pages', async () => {
    const server = await start();
    for (let page = 1; page <= 3; page++)
      for (const { attributes } of (await list(server, `?page[size]=100&page[number]=${page}`)).data)
        for (const time of [attributes['created-at'], ...Object.values(attributes['status-timestamps'])])
          expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
  });

  test('has every status timestamp in order', async () => {
    const { data } = await list(await start(), '?page[size]=100');
    for (const { attributes } of data) {
      const times = Object.values(attributes['status-timestamps']);
      expect(times).toEqual(times.toSorted());
    }
  });
});

describe('a number of runs', () => {
  test('is the same world each time', async () => {
    const [one, two] = [await start({ seed: 500 }), await start({ seed: 500 })];
    const query = '?page[size]=100&include=workspace.organization.owners&page[number]=2';
    const [a, b] = [await list(one, query), await list(two, query)];
    expect({ ...a, links: {} }).toEqual({ ...b, links: {} });
    expect(a.meta.pagination['total-count']).toBe(500);
  });

  test.each([0, 1, 201])('may be %i', async (seed) => {
    expect((await list(await start({ seed }))).meta['status-counts'].total).toBe(seed);
  });
});

describe('a file', () => {
  const file = (name: string) => join(folder, name);

  test('keeps what happened, and only its owner can read it', async () => {
    const data = file('kept.db');
    const first = await startServer({ data, seed: 'demo' });
    await cancel(first, 'run-VCsNJXa59eUza53R', '{"comment":"stuck"}');
    await first.close();
    expect(statSync(data).mode & 0o777).toBe(0o600);
    const second = await start({ data, seed: 'demo' });
    expect((await list(second)).meta['status-counts']).toMatchObject({ pending: 2, total: 261 });
    expect(readFileSync(data).includes(first.adminToken)).toBe(false);
  });

  test('is empty unless it is seeded', async () => {
    expect(await idsOf(await start({ data: file('empty.db') }), '')).toEqual([]);
  });

  test('serves two servers, and a run is canceled once', async () => {
    const data = file('two.db');
    const [one, two] = [await start({ data, seed: 'demo' }), await start({ data })];
    const responses = await Promise.all([one, two, one, two].map((server) => cancel(server, 'run-8uGJbT4yNsVd6MxA')));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test('that is not a database is rejected', async () => {
    writeFileSync(file('text.db'), 'not a database at all, but a text that is long enough to look like one'.repeat(9));
    await expect(startServer({ data: file('text.db') })).rejects.toThrow('text.db is not a database of this server');
    expect(readFileSync(file('text.db'), 'utf8')).toContain('not a database at all');
  });

  test('of another program is rejected', async () => {
    new DatabaseSync(file('other.db')).exec('create table runs (id)');
    await expect(startServer({ data: file('other.db') })).rejects.toThrow('other.db is not a database of this server');
  });

  test('of a newer version is rejected', async () => {
    await (await startServer({ data: file('newer.db') })).close();
    new DatabaseSync(file('newer.db')).exec('insert into admin_runs_migrations values (7000, 0)');
    await expect(startServer({ data: file('newer.db') })).rejects.toThrow(
      /newer.db was written by a newer version of this server \(migration 7000; this one knows \d+\)$/,
    );
  });

  test('in a missing folder is rejected', async () => {
    await expect(startServer({ data: file('no/where.db') })).rejects.toThrow(/^cannot open .*where.db: ENOENT/);
  });
});

describe('the test surface', () => {
  test('does the same with functions and over HTTP', async () => {
    const server = await start({ seed: 'empty', testSurface: true });
    const post = (path: string, body?: unknown) =>
      ask(server, { method: 'POST', path: `/_test/${path}`, body: JSON.stringify(body) ?? '' });
    const created = await post('runs', { id: 'run-1', status: 'planning', age: 3600 });
    expect([created.status, JSON.parse(created.body).data.id]).toEqual([201, 'run-1']);
    expect(
      (await post('failures', { operation: 'listAdminRuns', status: 503, headers: { 'retry-after': '2' } })).status,
    ).toBe(204);
    expect(await ask(server, { path: runs })).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(await idsOf(server, '')).toEqual(['run-1']);
    const { meta } = JSON.parse((await ask(server, { path: '/_test/requests' })).body);
    expect(meta.requests).toEqual(JSON.parse(JSON.stringify(server.requests)));
    expect(meta.requests).toMatchObject([{ status: 503, headers: { authorization: '[redacted]' } }, { status: 200 }]);
    expect((await post('reset')).status).toBe(204);
    expect([await idsOf(server, ''), server.requests.length]).toEqual([[], 1]);
  });

  test('makes a number of responses of one operation fail, and does not carry them out', async () => {
    const server = await start();
    server.injectFailure({ operation: 'forceCancelAdminRun', status: 429, times: 2 });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await cancel(server, 'run-VCsNJXa59eUza53R')).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  test('delays a response', async () => {
    const server = await start();
    server.injectFailure({ operation: 'listAdminRuns', delay: 60 });
    const asked = performance.now();
    await list(server);
    expect(performance.now() - asked).toBeGreaterThan(50);
  });

  test('can let requests through first', async () => {
    const server = await start();
    server.injectFailure({ operation: 'listAdminRuns', status: 500, after: 2, times: 2 });
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await ask(server, { path: runs })).status);
    expect(statuses).toEqual([200, 200, 500, 500, 200]);
  });

  test.each([
    ['before', 'planning'],
    ['after', 'canceled'],
  ] as const)('cuts the connection %s the change is made, and the run is %s', async (cut, status) => {
    const server = await start({ seed: 'empty' });
    const { id } = await server.createRun({ status: 'planning' });
    server.injectFailure({ operation: 'forceCancelAdminRun', cut });
    await expect(cancel(server, id)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await list(server)).data[0]?.attributes.status).toBe(status);
    expect(server.requests[0]).toMatchObject({ method: 'POST', status: 0 });
  });

  test('adds many runs, or none', async () => {
    const server = await start({ seed: 'empty', testSurface: true });
    const body = JSON.stringify([{ id: 'run-1' }, { id: 'run-2', status: 'applying' }]);
    const { status, body: added } = await ask(server, { method: 'POST', path: '/_test/runs', body });
    expect([status, JSON.parse(added).data.map(({ id }: { id: string }) => id)]).toEqual([201, ['run-1', 'run-2']]);
    await expect(server.createRuns([{ id: 'run-3' }, { id: 'run-1' }])).rejects.toThrow('there is a run run-1');
    expect((await list(server)).meta['status-counts']).toMatchObject({ pending: 1, applying: 1, total: 2 });
  });

  test('adds a run that has been in its status for a while', async () => {
    const now = Date.parse('2026-06-01T12:00:00Z');
    const server = await start({ seed: 'empty', now: () => now });
    const { attributes } = await server.createRun({ status: 'applying', age: 86_400, statusAge: 60 });
    expect(attributes['created-at']).toBe('2026-05-31T12:00:00.000Z');
    expect(attributes['status-timestamps']).toMatchObject({
      'planned-at': '2026-05-31T12:01:05+00:00',
      'applying-at': '2026-06-01T11:59:00+00:00',
    });
    const young = await server.createRun({ status: 'planning', statusAge: 3600 });
    expect(young.attributes['status-timestamps']['planning-at']).toBe('2026-06-01T11:00:00+00:00');
    expect(Date.parse(young.attributes['created-at'])).toBeLessThan(now - 3_600_000);
    await expect(server.createRun({ age: 10, statusAge: 11 })).rejects.toThrow('longer in its status than it is old');
  });

  test('updates a run: its timestamp, the counts and the lock of its workspace follow', async () => {
    const server = await start({ seed: 'empty', testSurface: true });
    const { id } = await server.createRun({ status: 'pending', age: 60 });
    const patch = (status: string) =>
      ask(server, { method: 'PATCH', path: `/_test/runs/${id}`, body: JSON.stringify({ status }) });
    async function seen() {
      const { data, meta, included } = await list(server, '?include=workspace');
      const [run] = data;
      const locked = included?.find(({ type }) => type === 'workspaces')?.attributes;
      return { run: run?.attributes, counts: meta['status-counts'], workspace: locked };
    }
    expect((await patch('applying')).status).toBe(200);
    expect(await seen()).toMatchObject({
      run: { status: 'applying', 'status-timestamps': { 'applying-at': expect.any(String) } },
      counts: { pending: 0, applying: 1, total: 1 },
      workspace: { locked: true },
    });
    await patch('applied');
    expect(await seen()).toMatchObject({ run: { status: 'applied' }, workspace: { locked: false } });
    await server.updateRun(id, { status: 'applied' });
    expect((await seen()).counts).toMatchObject({ applied: 1, total: 1 });
    await expect(server.updateRun('run-0', { status: 'applied' })).rejects.toThrow('there is no run run-0');
    expect((await patch('Not A Status')).status).toBe(422);
  });

  test('rejects invalid input with a message', async () => {
    const server = await start({ testSurface: true });
    await expect(server.createRun({ stat: 'x' } as never)).rejects.toThrow(
      'stat is not known here; did you mean status?',
    );
    await expect(server.createRun({ age: 1, createdAt: '2026-01-01T00:00:00Z' })).rejects.toThrow('not both');
    await expect(server.createRun({ id: 'run-VCsNJXa59eUza53R' })).rejects.toThrow(
      'there is a run run-VCsNJXa59eUza53R',
    );
    expect(() => server.injectFailure({ operation: 'x' as never })).toThrow(
      /^operation must be one of .*\blistAdminRuns\b/,
    );
    expect(() => server.injectFailure({ operation: 'listAdminRuns', status: 500, cut: 'after' })).toThrow('not both');
    const received = await ask(server, { method: 'POST', path: '/_test/runs', body: '{"age":-1}' });
    expect([received.status, errorOf(received).detail]).toEqual([422, 'age must be a number, 0 or more']);
    expect((await ask(server, { method: 'POST', path: '/_test/runs', body: '{' })).status).toBe(400);
  });

  test('can be used from this machine only, and not by pages in its browsers', async () => {
    await expect(startServer({ testSurface: true, host: '0.0.0.0' })).rejects.toThrow(
      'testSurface needs a loopback address',
    );
    const server = await start({ testSurface: true });
    const port = new URL(server.url).port;
    const reset = async (headers: Record<string, string>) =>
      (await ask(server, { method: 'POST', path: '/_test/reset', headers })).status;
    expect(await reset({ origin: 'https://evil.example.com' })).toBe(404);
    expect(await reset({ 'sec-fetch-site': 'cross-site' })).toBe(404);
    // A host name that resolves to this machine.
    expect(await reset({ host: `evil.example.com:${port}` })).toBe(404);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, '[::1]']) expect(await reset({ host })).toBe(204);
  });
});

test.each<[ServerOptions, string]>([
  [{ rateLimit: -1 }, 'rateLimit must be'],
  [{ seed: 'demoo' as never }, 'seed must be'],
  [{ seed: 1.5 }, 'seed must be'],
  [{ adminToken: 'a b' }, 'visible ASCII'],
  [{ adminToken: 'same', userToken: 'same' }, 'must differ'],
])('%j is rejected', async (options, message) => {
  await expect(startServer(options)).rejects.toThrow(message);
});

test('await using closes the server', async () => {
  let url = '';
  {
    await using server = await startServer();
    url = server.url;
  }
  await expect(fetch(url)).rejects.toThrow();
});

test('a server that is about to stop is not ready, and still serves', async () => {
  const server = await startServerOfCommand({}, {});
  onTestFinished(() => server.close());
  server.beginDrain();
  expect((await ask(server, { path: '/_health' })).status).toBe(503);
  expect((await ask(server, { path: '/_health/live' })).status).toBe(200);
  expect((await list(server)).data).toHaveLength(20);
});

test('close lets a request in flight finish, within its grace', async () => {
  const received = Promise.withResolvers<void>();
  // The clock is read when a request is counted against the rate limit.
  const now = vi.fn(Date.now);
  const server = await startServer({ rateLimit: 1000, now, seed: 100 });
  now.mockImplementationOnce(() => {
    received.resolve();
    return Date.now();
  });
  server.injectFailure({ operation: 'listAdminRuns', delay: 100 });
  const response = list(server);
  await received.promise;
  const closed = server.close(60_000);
  expect((await response).data).toHaveLength(20);
  await closed;
});

describe('a file', () => {
  test('may have a name that has a special meaning for SQLite', async () => {
    const cwd = process.cwd();
    process.chdir(folder);
    onTestFinished(() => process.chdir(cwd));
    await (await startServer({ data: ':memory:', seed: 'demo' })).close();
    const again = await start({ data: ':memory:' });
    expect((await list(again, '')).meta.pagination['total-count']).toBe(261);
  });

  test('cannot be used with the test surface, whose reset would delete it', async () => {
    await expect(startServer({ data: join(folder, 'kept.db'), testSurface: true })).rejects.toThrow(
      'seed must be given',
    );
  });
});
