// Random worlds and random queries: the server agrees with a model that filters an array.

import { document } from '@tfe-admin-runs/testing/document';
import { ask, cancel, runsPath } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { engines, type Place } from '../src/testing/engines.ts';
import { finalStatuses, type ModelRun, newRunOf, now, type QueryInput, queryInput, world } from './world.ts';

let server: Server;
const ran = { worlds: 0, queries: 0, cancels: 0, links: 0 };

afterAll(() => {
  const counts = Object.entries(ran).map(([what, count]) => `${count} ${what}`);
  console.log(`model: ${counts.join(', ')} agree with the model`);
});

const adminPage = document.components.schemas.RunStatus['x-admin-page-statuses'];

/** The model of a listing, as the decisions define it. */
function expected(runs: ModelRun[], { q, status, from, to, number = '1', size = '20' }: QueryInput) {
  const has = (text: string | null) => text?.toLowerCase().includes((q ?? '').toLowerCase());
  const matching = runs.filter(
    (run) =>
      (!q || run.id === q || [run.workspace, run.organization, run.email, run.vcs].some(has)) &&
      (!from || run.createdAt * 1000 >= from.micros) &&
      (!to || run.createdAt * 1000 <= to.micros),
  );
  const wanted = status?.split(',').flatMap((each) => each.trim() || []);
  const listed = matching
    .filter((run) => !wanted || wanted.includes(run.status))
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const perPage = size === '' || Number(size) < 1 ? 20 : Math.min(Number(size), 100);
  const page = Math.min(Math.max(Number(number), 1), Number.MAX_SAFE_INTEGER);
  const pages = Math.ceil(listed.length / perPage);
  const counts: Record<string, number> = Object.fromEntries(adminPage.map((name) => [name.replaceAll('_', '-'), 0]));
  for (const run of matching) {
    const key = run.status.replaceAll('_', '-');
    counts[key] = (Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0) + 1;
  }
  return {
    runs: page > pages ? [] : listed.slice((page - 1) * perPage, page * perPage),
    counts: { ...counts, total: matching.length },
    pagination: {
      'current-page': page,
      'page-size': perPage,
      'prev-page': page === 1 || pages === 0 ? null : Math.min(page - 1, pages),
      'next-page': page < pages ? page + 1 : null,
      'total-pages': pages,
      'total-count': listed.length,
    },
  };
}

/** Writes a query in one of the two encodings that clients use. */
function write({ q, status, from, to, number, size, include, noise }: QueryInput, raw: boolean): string {
  function encode(text: string) {
    const encoded = encodeURIComponent(text);
    return raw ? encoded.replaceAll('%2C', ',').replace(/%../g, (octet) => octet.toLowerCase()) : encoded;
  }
  const name = (text: string) => (raw ? text : encode(text));
  const pairs = [
    [name('q'), q === undefined ? q : encode(q)],
    [name('filter[status]'), status === undefined ? status : encode(status)],
    [name('filter[from]'), from?.text],
    [name('filter[to]'), to?.text],
    [name('page[number]'), number],
    [name('page[size]'), size],
    [name('include'), include === undefined ? include : encode(include)],
  ].flatMap(([key, value]) => (value === undefined ? [] : `${key}=${value}`));
  return [...pairs, ...(noise === undefined ? [] : [noise])].join('&');
}

// biome-ignore lint/suspicious/noExplicitAny: the document's own schema has been checked
type Json = any;

function refer(resource: Json, relation: string): string[] {
  return [resource.relationships[relation].data].flat().map(({ type, id }) => `${type} ${id}`);
}

/** Asserts that `included` has each referenced resource once, and nothing else. */
function assertIncluded(runs: ModelRun[], body: Json, paths: string[]) {
  if (paths.length === 0) return expect(body.included).toBeUndefined();
  const depth = Math.max(...paths.map((path) => path.split('.').length));
  const found: Json[] = body.included;
  const keys = found.map(({ type, id }) => `${type} ${id}`);
  expect(new Set(keys).size).toBe(keys.length);
  const of = (type: string) => found.filter((each) => each.type === type);
  const linked = new Set([
    ...body.data.flatMap((run: Json) => refer(run, 'workspace')),
    ...(depth > 1 ? of('workspaces').flatMap((workspace) => refer(workspace, 'organization')) : []),
    ...(depth > 2 ? of('organizations').flatMap((organization) => refer(organization, 'owners')) : []),
  ]);
  expect([...linked].sort()).toEqual(keys.sort());

  const byKey = new Map(found.map((each) => [`${each.type} ${each.id}`, each]));
  for (const [i, run] of runs.entries()) {
    const workspace = byKey.get(refer(body.data[i], 'workspace')[0] ?? '');
    expect(workspace.attributes.name).toBe(run.workspace);
    expect(workspace.attributes['vcs-repo']).toEqual(run.vcs === null ? null : { identifier: run.vcs });
    expect(refer(workspace, 'organization')).toEqual([`organizations ${run.organization}`]);
    if (depth < 2) continue;
    const organization = byKey.get(`organizations ${run.organization}`);
    expect(organization.attributes).toMatchObject({ name: run.organization, 'notification-email': run.email });
    if (depth < 3) continue;
    const owners = refer(organization, 'owners').map((key) => byKey.get(key));
    expect(owners.map(({ attributes }) => attributes.username)).toEqual(run.owners);
    for (const owner of owners) expect(refer(owner, 'organizations')).toContain(`organizations ${run.organization}`);
  }
}

/** Asserts that links differ from the request in the page only, and agree with the pagination. */
function assertLinks(links: Json, query: string, { pagination }: ReturnType<typeof expected>) {
  const last = Math.max(pagination['total-pages'], 1);
  const { 'current-page': self, 'prev-page': prev, 'next-page': next } = pagination;
  for (const [name, number] of Object.entries({ self, first: 1, prev, next, last })) {
    ran.links += 1;
    if (number === null) {
      expect(links[name]).toBeNull();
      continue;
    }
    const link = new URL(links[name]);
    expect(link.origin + link.pathname).toBe(server.url + runsPath);
    const sent = [...new URLSearchParams(query)].filter(([key]) => !key.startsWith('page['));
    expect([...link.searchParams]).toEqual([
      ...sent,
      ['page[number]', String(number)],
      ['page[size]', String(pagination['page-size'])],
    ]);
  }
}

async function assertAgrees(runs: ModelRun[], asked: QueryInput, raw: boolean) {
  ran.queries += 1;
  const query = write(asked, raw);
  const { status, body } = await ask(server.url, server.adminToken, `${runsPath}?${query}`);
  expect(status, query).toBe(200);
  const model = expected(runs, asked);
  expect(body.data.map(({ id }: Json) => id)).toEqual(model.runs.map(({ id }) => id));
  expect(body.data.map(({ attributes }: Json) => attributes.status)).toEqual(model.runs.map((run) => run.status));
  expect(body.data.map(({ attributes }: Json) => Date.parse(attributes['created-at']))).toEqual(
    model.runs.map((run) => run.createdAt),
  );
  expect(body.meta).toEqual({ pagination: model.pagination, 'status-counts': model.counts });
  assertLinks(body.links, query, model);
  const paths = (asked.include ?? '').split(',').flatMap((path) => path.trim() || []);
  assertIncluded(model.runs, body, paths);
}

async function assertCancels(run: ModelRun, comment: string | null | undefined) {
  ran.cancels += 1;
  const { status, body } = await cancel(server.url, server.adminToken, run.id, comment);
  expect(status, run.status).toBe(finalStatuses.includes(run.status) ? 409 : 200);
  if (status === 409) return;
  run.status = 'canceled';
  expect(body.data).toMatchObject({ id: run.id, attributes: { status: 'canceled' } });
  const times = body.data.attributes['status-timestamps'];
  const second = Math.floor(now / 1000) * 1000;
  expect([times['canceled-at'], times['force-canceled-at']].map(Date.parse)).toEqual([second, second]);
}

const scenario = world.chain((runs) =>
  fc.record({
    runs: fc.constant(runs),
    before: fc.array(fc.tuple(queryInput(runs), fc.boolean()), { minLength: 6, maxLength: 10 }),
    canceled: fc.subarray(runs.map((_run, i) => i)),
    comment: fc.oneof(fc.constantFrom(null, undefined), fc.string({ unit: 'binary' })),
    after: fc.array(fc.tuple(queryInput(runs), fc.boolean()), { minLength: 6, maxLength: 10 }),
  }),
);

describe.each(engines)('in $name', (engine) => {
  let place: Place;
  beforeAll(async () => {
    place = await engine.open();
    server = await startServer({ seed: 'empty', now: () => now, ...place.options });
  });
  afterAll(async () => {
    await server.close();
    await place.remove();
  });

  test('lists of random worlds agree with the model, before and after force-cancels', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ runs, before, canceled, comment, after }) => {
        ran.worlds += 1;
        await server.reset();
        const model = runs.map((run) => ({ ...run }));
        for (const run of runs) await server.createRun(newRunOf(run));
        for (const [asked, raw] of before) await assertAgrees(model, asked, raw);
        for (const i of canceled) await assertCancels(model[i] as ModelRun, comment);
        for (const [asked, raw] of after) await assertAgrees(model, asked, raw);
      }),
      { numRuns: 120 },
    );
  });
});
