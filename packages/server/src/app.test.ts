import { describe, expect, onTestFinished, test } from 'vitest';
import type { Operation } from './facts.ts';
import { facts } from './files.ts';
import { createHandlers } from './handlers.ts';
import { createEndpoints } from './http/endpoint.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { type ServerOptions, startServer } from './index.ts';
import type { Store } from './store/store.ts';
import { ask, cancel, errorOf, list, runs, type } from './testing/ask.ts';

async function start(options: ServerOptions = {}) {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

describe('the operations', () => {
  const handlers = createHandlers({ store: {} as Store, now: Date.now, onChange: () => {} });
  const [listAdminRuns] = facts.operations;
  const operation = { ...listAdminRuns, operationId: 'showAdminRun', path: '/x' } as unknown as Operation;

  test('of the document all have a handler', () => {
    expect(createEndpoints(facts.operations, handlers)).toHaveLength(facts.operations.length);
  });

  test('without a handler stop the start', () => {
    expect(() => createEndpoints([...facts.operations, operation], handlers)).toThrow(
      'the document has operations without a handler: showAdminRun',
    );
  });

  test('that the document lacks stop the start', () => {
    expect(() => createEndpoints(facts.operations, { ...handlers, showAdminRun: () => ({}) } as never)).toThrow(
      'the document lacks operations that have a handler: showAdminRun',
    );
  });
});

test.each([
  ['no token', { authorization: '' }],
  ['an unknown token', { authorization: 'Bearer unknown' }],
  ['another scheme', { authorization: 'Basic eDp5' }],
])('%s gets the response that the document shows', async (_name, headers) => {
  const received = await ask(await start(), { path: runs, headers });
  expect(received.status).toBe(401);
  expect(errorOf(received)).toEqual(facts.errors.unauthorized);
});

test('a user who is not an administrator gets 404 on both endpoints', async () => {
  const server = await start();
  const headers = { authorization: `Bearer ${server.userToken}`, 'content-type': type };
  for (const sent of [{ path: runs }, { method: 'POST', path: `${runs}/run-1/actions/force-cancel` }]) {
    const received = await ask(server, { ...sent, headers });
    expect([received.status, errorOf(received)]).toEqual([404, facts.errors['not-an-administrator']]);
  }
});

test('the endpoints that clients request first need no token', async () => {
  const server = await start();
  const headers = { authorization: '' };
  expect(await ask(server, { path: '/api/v2/ping', headers })).toMatchObject({ status: 204, body: '' });
  const discovery = await ask(server, { path: '/.well-known/terraform.json', headers });
  expect(discovery.headers['content-type']).toBe('application/json');
  expect(JSON.parse(discovery.body)).toEqual({ 'modules.v1': '/api/registry/v1/modules/', 'tfe.v2': '/api/v2/' });
  expect((await ask(server, { path: '/_health', headers })).status).toBe(200);
});

test('administrators can read single runs and workspaces', async () => {
  const server = await start();
  const [run] = (await list(server)).data;
  const workspace = run?.relationships.workspace.data.id;
  for (const [path, data] of [
    [`/api/v2/runs/${run?.id}`, run],
    [`/api/v2/workspaces/${workspace}`, { id: workspace, type: 'workspaces' }],
  ] as const) {
    const received = await ask(server, { path });
    expect({ status: received.status, ...JSON.parse(received.body) }).toMatchObject({ status: 200, data });
    expect((await ask(server, { path, headers: { authorization: '' } })).status).toBe(401);
    const asUser = { authorization: `Bearer ${server.userToken}` };
    expect((await ask(server, { path, headers: asUser })).status).toBe(404);
    expect((await ask(server, { path: `${path}0%00` })).status).toBe(404);
    expect((await ask(server, { method: 'HEAD', path })).status).toBe(200);
  }
});

test('GET / lists the endpoints', async () => {
  const { body } = await ask(await start(), { path: '/' });
  const paths = ['/api/v2/admin/runs', '/api/v2/ping', '/api/v2/runs/{run_id}', '/api/v2/workspaces/{workspace_id}'];
  expect(JSON.parse(body).meta.endpoints).toEqual(expect.arrayContaining(paths.map((path) => `GET ${path}`)));
});

test('/_health/live says that the process runs, even if the database does not respond', async () => {
  expect((await ask(await start(), { path: '/_health/live', headers: { authorization: '' } })).status).toBe(200);
});

test.each([
  ['POST', runs, 'GET, HEAD'],
  ['GET', `${runs}/run-1/actions/force-cancel`, 'POST'],
  ['DELETE', '/api/v2/ping', 'GET, HEAD'],
])('the response to %s %s lists the methods that are allowed', async (method, path, allow) => {
  expect(await ask(await start(), { method, path })).toMatchObject({ status: 405, headers: { allow } });
});

test.each([
  '/nothing',
  '/api/v2/admin/runs/',
  '/api/v2/admin/runs//actions/force-cancel',
  '/api/v2/admin/runs/../actions/force-cancel',
  '/api/v2/admin/runs/%zz/actions/force-cancel',
  '/_test/reset',
  '/constructor',
])('%s is no path', async (path) => {
  expect((await ask(await start(), { path })).status).toBe(404);
});

test.each([
  ['an invalid request line', 'nonsense\r\n\r\n', 400],
  ['no Host', `GET ${runs} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
  ['an invalid Host', `GET ${runs} HTTP/1.1\r\nHost: a"b\r\nConnection: close\r\n\r\n`, 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
  ['an unknown expectation', `GET /_health HTTP/1.1\r\nHost: x\r\nExpect: 7\r\nConnection: close\r\n\r\n`, 200],
  ['the whole address', `GET http://x/_health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 200],
])('the response to %s is JSON:API', async (_name, raw, status) => {
  const received = await ask(await start(), { path: '', raw });
  expect(received).toMatchObject({ status, headers: { 'content-type': type } });
});

test('a request that does not arrive completely gets 408', async () => {
  const server = await start({ timeout: 50 });
  const raw = `POST ${runs} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{`;
  expect(await ask(server, { path: '', raw })).toMatchObject({ status: 408, headers: { 'content-type': type } });
});

test('links follow the Host, and a proxy only if it is trusted', async () => {
  const headers = {
    host: 'tfe.example.com',
    'x-forwarded-proto': 'https, http',
    'x-forwarded-host': 'tfe.example.org',
  };
  for (const [trustProxy, origin] of [
    [false, 'http://tfe.example.com'],
    [true, 'https://tfe.example.org'],
  ] as const) {
    const { body } = await ask(await start({ trustProxy }), { path: runs, headers });
    expect(new URL(JSON.parse(body).links.self).origin).toBe(origin);
  }
  const evil = { ...headers, 'x-forwarded-host': 'a/b?', 'x-forwarded-proto': 'javascript' };
  const { body } = await ask(await start({ trustProxy: true }), { path: runs, headers: evil });
  expect(new URL(JSON.parse(body).links.self).origin).toBe('http://tfe.example.com');
});

test('a response has the ID of its request, which the client may choose', async () => {
  const server = await start();
  const id = async (headers: Record<string, string>) =>
    (await ask(server, { path: runs, headers })).headers['x-request-id'];
  expect(await id({ 'x-request-id': 'abc-1' })).toBe('abc-1');
  expect(await id({})).toMatch(/^[\w-]{36}$/);
  expect(await id({ 'x-request-id': 'not " one' })).toMatch(/^[\w-]{36}$/);
});

describe('the rate limit', () => {
  test('counts for each token, and every response has its headers', async () => {
    let now = 1_000_250;
    const server = await start({ rateLimit: 2, now: () => now });
    const get = (headers = {}) => ask(server, { path: runs, headers });
    expect((await get()).headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': '0.750',
    });
    expect((await get()).status).toBe(200);
    const rejected = await get();
    expect(rejected).toMatchObject({ status: 429, headers: { 'x-ratelimit-remaining': '0', 'retry-after': '1' } });
    expect(errorOf(rejected)).toEqual(facts.errors['too-many-requests']);
    expect((await get({ authorization: `Bearer ${server.userToken}` })).status).toBe(404);
    expect(await get({ authorization: 'Bearer x' })).toMatchObject({
      status: 401,
      headers: { 'x-ratelimit-limit': '2' },
    });
    await get({ authorization: 'Bearer y' });
    expect((await get({ authorization: 'Bearer z' })).status).toBe(429);
    now += 750;
    expect((await get()).status).toBe(200);
  });

  test('does not carry out what it rejects', async () => {
    const server = await start({ rateLimit: 1, now: () => 0 });
    await server.createRun({ id: 'run-1' });
    await list(server);
    expect((await cancel(server, 'run-1')).status).toBe(429);
  });

  test('starts again with each second', () => {
    let now = 0;
    const count = createRateLimit(1, () => now);
    const allowed = [];
    for (now of [0, 999, 1000, 1001, 5000]) allowed.push(count('a').allowed);
    expect(allowed).toEqual([true, false, true, false, true]);
  });

  test('is off by default', async () => {
    expect((await ask(await start(), { path: runs })).headers).not.toHaveProperty('x-ratelimit-limit');
  });
});

test('the log has a line for each change and each failure, with verbose for each request, and never a token', async () => {
  const lines: string[] = [];
  const server = await start({ verbose: true, log: (line) => lines.push(line) });
  await ask(server, { path: `${runs}?q=x`, headers: { 'x-request-id': 'one' } });
  await cancel(server, 'run-VCsNJXa59eUza53R', '{"comment":"a secret"}', { 'x-request-id': 'two' });
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toMatchObject([
    { level: 'info', message: 'listening' },
    { message: 'request', request: 'one', method: 'GET', url: `${runs}?q=x`, status: 200 },
    {
      message: 'force-canceled',
      request: 'two',
      run: 'run-VCsNJXa59eUza53R',
      actor: 'admin',
      'former-status': 'pending',
    },
    { message: 'request', request: 'two', status: 200 },
  ]);
  for (const secret of [server.adminToken, server.userToken, 'a secret']) expect(lines.join()).not.toContain(secret);
});

test('the log names ignored query parameters, and what was probably meant', async () => {
  const lines: string[] = [];
  const server = await start({ log: (line) => lines.push(line) });
  const odd = Array.from({ length: 50 }, (_, i) => `${'x'.repeat(300)}${i}`).join('&');
  await list(server, `?filter[status][]=planning&filter[status][]=top-secret&${odd}`);
  const [line, ...others] = lines.map((each) => JSON.parse(each));
  expect(line).toMatchObject({ level: 'info', message: 'ignored unknown query parameters' });
  expect(line.ignored[0]).toBe('filter[status][]; did you mean filter[status]?');
  expect(line.ignored.length).toBeLessThanOrEqual(5);
  expect(lines.join().length).toBeLessThan(1000);
  expect(lines.join()).not.toContain('top-secret');
  await list(server, '?filter[status]=planning');
  expect(others).toEqual([]);
});

test('a failure of the server is a 500 without details, and a line in the log with all of them', async () => {
  const lines: string[] = [];
  let broken = false;
  const now = () => {
    if (broken) throw new Error('the clock stopped');
    return 0;
  };
  const server = await start({ now, log: (line) => lines.push(line) });
  broken = true;
  const { status, document } = await cancel(server, 'run-VCsNJXa59eUza53R', '{}', { 'x-request-id': 'one' });
  expect({ status, document }).toEqual({ status: 500, document: { errors: [facts.errors['internal-server-error']] } });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    request: 'one',
    error: expect.stringContaining('the clock'),
  });
});
