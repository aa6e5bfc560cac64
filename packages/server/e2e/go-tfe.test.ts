// The cases of go-tfe's own integration tests for admin runs, and the captured requests of real clients.

import { ask, assertDocumented, cancel, exchange, runsPath, type WireResponse } from '@tfe-admin-runs/testing/wire';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { forms } from './clients.ts';

let server: Server;
let exchanges = 0;

beforeAll(async () => {
  // With a rate limit, so that its headers are sent; too high to be reached.
  server = await startServer({ seed: 'empty', rateLimit: 100_000 });
});
beforeEach(() => server.reset());
afterAll(async () => {
  await server.close();
  console.log(`go-tfe: ${exchanges} responses decoded, ${Object.keys(forms).length} forms of requests byte for byte`);
});

/** Lists as an administrator. Asserts that Go and Python clients can decode the response. */
async function list(query: string) {
  const response = await ask(server.url, server.adminToken, `${runsPath}${query}`);
  assertDecodable(response);
  return response;
}

function assertDecodable({ status, headers, text }: WireResponse) {
  exchanges += 1;
  // On anything else, go-tfe ends the whole process.
  expect(headers['x-ratelimit-reset']).toMatch(/^\d+(\.\d+)?$/);
  expect(headers['x-ratelimit-limit']).toMatch(/^\d+$/);
  if (status === 204) return;
  const body = JSON.parse(text);
  if (body['tfe.v2']) return;
  expect(headers['content-type']).toBe('application/vnd.api+json');
  for (const { attributes, type } of [body.data ?? []].flat()) {
    expect(type).toBe('runs');
    // go-tfe cannot decode a list that has an offset, even +00:00.
    expect(attributes['created-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    for (const time of Object.values<string>(attributes['status-timestamps']))
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)$/);
  }
  // go-tfe cannot decode an error with a number in place of a string.
  for (const error of body.errors ?? []) expect(error).toMatchObject({ status: String(status) });
}

function ids({ body }: Awaited<ReturnType<typeof list>>): string[] {
  return body.data.map(({ id }: { id: string }) => id);
}

test('query by id lists that run and no other', async () => {
  const [first, second] = [await server.createRun(), await server.createRun()];
  const found = ids(await list(`?q=${first.id}`));
  expect(found).toEqual([first.id]);
  expect(found).not.toContain(second.id);
});

test('a list without options has every run, newest first, on page 1', async () => {
  const runs = await Promise.all([30, 20, 10].map((age) => server.createRun({ age })));
  const page = await list('');
  expect(ids(page)).toEqual(runs.map(({ id }) => id).reverse());
  expect(page.body.meta.pagination).toMatchObject({ 'current-page': 1, 'total-count': 3, 'total-pages': 1 });
});

test('a page out of range is empty, and has the right totals', async () => {
  await server.createRun();
  const { status, body } = await list('?page%5Bnumber%5D=999&page%5Bsize%5D=100');
  expect(status).toBe(200);
  expect(body.data).toEqual([]);
  expect(body.meta.pagination).toMatchObject({ 'current-page': 999, 'total-count': 1 });
});

test("a filter by status takes one, several, and statuses that the vendor's page does not list", async () => {
  const pending = await server.createRun({ status: 'pending', age: 3 });
  const planned = await server.createRun({ status: 'planned', age: 2 });
  await server.createRun({ status: 'applied', age: 1 });
  expect(ids(await list('?filter%5Bstatus%5D=pending'))).toEqual([pending.id]);
  expect(ids(await list('?filter%5Bstatus%5D=pending%2Cplanned'))).toEqual([planned.id, pending.id]);
  expect(ids(await list('?filter%5Bstatus%5D=pending%2C+'))).toEqual([pending.id]);
  expect(ids(await list('?filter%5Bstatus%5D=not_a_status'))).toEqual([]);
});

test('filters by creation take a local offset, and find nothing if from is later than to', async () => {
  const { id } = await server.createRun({ createdAt: '2026-03-01T12:00:00Z' });
  const from = 'filter%5Bfrom%5D=2026-03-01T14%3A00%3A00%2B02%3A00';
  expect(ids(await list(`?${from}`))).toEqual([id]);
  expect(ids(await list(`?${from}&filter%5Bto%5D=2026-03-01T07%3A00%3A00-05%3A00`))).toEqual([id]);
  expect(ids(await list(`?${from}&filter%5Bto%5D=2026-03-01T11%3A59%3A59Z`))).toEqual([]);
});

const [workspace, organization, owners] = ['workspace', 'workspace.organization', 'workspace.organization.owners'];
test.each([
  [workspace, ['workspaces']],
  [organization, ['workspaces', 'organizations']],
  [owners, ['workspaces', 'organizations', 'users']],
  [`${workspace},${organization}`, ['workspaces', 'organizations']],
  [`${owners},${workspace}`, ['workspaces', 'organizations', 'users']],
])('include=%s brings %j, parents and all', async (include, types) => {
  await server.createRun({ workspace: 'network', organization: 'acme', owners: ['amara'] });
  const { body } = await list(`?include=${encodeURIComponent(`${include}`)}`);
  expect(body.included.map(({ type }: { type: string }) => type)).toEqual(types);
  expect(body.included[0].attributes.name).toBe('network');
});

test('an invalid include is rejected with the text that go-tfe matches', async () => {
  const { status, body } = await list('?include=workspace%2Cnonsense');
  expect(status).toBe(400);
  expect(body.errors[0]).toMatchObject({ title: 'bad request', detail: 'Invalid include parameter' });
});

test.each(['pending', 'planning'])('a %s run is canceled in the very next request', async (status) => {
  const run = await server.createRun({ status, workspace: status });
  const response = await cancel(server.url, server.adminToken, run.id, 'go-tfe');
  assertDecodable(response);
  expect(response.status).toBe(200);
  const { body } = await list(`?q=${run.id}&include=workspace`);
  expect(body.data[0].attributes).toMatchObject({
    status: 'canceled',
    'status-timestamps': { 'canceled-at': expect.any(String), 'force-canceled-at': expect.any(String) },
  });
  expect(body.included[0].attributes.locked).toBe(false);
});

test.each(['run-0000000000000000', 'nonexisting', '%00', '%ff', '__proto__', 'a'.repeat(5000)])(
  'the unknown id %s is not found',
  async (id) => {
    const response = await cancel(server.url, server.adminToken, id);
    assertDecodable(response);
    expect(response).toMatchObject({ status: 404, body: { errors: [{ title: 'not found' }] } });
  },
);

test('a final run stays as it is', async () => {
  const run = await server.createRun({ status: 'applied' });
  const response = await cancel(server.url, server.adminToken, run.id);
  assertDecodable(response);
  expect(response).toMatchObject({ status: 409, body: { errors: [{ title: 'transition not allowed' }] } });
  expect((await list(`?q=${run.id}`)).body.data).toEqual([run]);
});

test.each(Object.entries(forms))('%s is accepted as it was captured', async (_name, form) => {
  const { id } = await server.createRun({
    status: 'planning',
    workspace: 'network',
    organization: 'acme',
    vcs: 'acme/net',
  });
  const bytes = Buffer.from(
    form.bytes
      .replaceAll('{host}', new URL(server.url).host)
      .replaceAll('{token}', server.adminToken)
      .replaceAll('{id}', id),
    'latin1',
  );
  const [response] = await exchange(server.url, bytes);
  if (!response) return expect.fail('no response');
  const [method = '', path = ''] = form.bytes.replace('{id}', id).split(/[ ?]/);
  const body = assertDocumented(method, path, response);
  assertDecodable(response);
  expect(response.status).toBe(form.status ?? 200);
  if (form.finds !== undefined) expect(body.data).toHaveLength(form.finds);
  if (method === 'POST') expect(body.data).toMatchObject({ id, attributes: { status: 'canceled' } });
});
