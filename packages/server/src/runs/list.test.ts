import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { facts } from '../files.ts';
import { type Server, startServer } from '../index.ts';
import { ask, errorOf, idsOf, list, runs } from '../testing/ask.ts';
import { engines, type Place } from '../testing/engines.ts';

let server: Server;
describe.each(engines)('in $name', (engine) => {
  let place: Place;
  beforeAll(async () => {
    place = await engine.open();
    server = await startServer({ seed: 'empty', ...place.options });
  });
  afterAll(async () => {
    await server.close();
    await place.remove();
  });
  beforeEach(() => server.reset());

  test('runs are listed newest first, and those of one instant by descending ID', async () => {
    const createdAt = '2026-01-01T00:00:00.000Z';
    await server.createRun({ id: 'run-b', createdAt });
    await server.createRun({ id: 'run-old', createdAt: '2025-01-01T00:00:00Z' });
    await server.createRun({ id: 'run-c', createdAt });
    await server.createRun({ id: 'run-a', createdAt });
    expect(await idsOf(server, '')).toEqual(['run-c', 'run-b', 'run-a', 'run-old']);
  });

  describe('pages', () => {
    beforeEach(async () => {
      for (let i = 0; i < 5; i++) await server.createRun({ id: `run-${i}`, age: i });
    });

    test.each([
      ['?page[size]=2', ['run-0', 'run-1'], { 'current-page': 1, 'prev-page': null, 'next-page': 2 }],
      ['?page[size]=2&page[number]=2', ['run-2', 'run-3'], { 'current-page': 2, 'prev-page': 1, 'next-page': 3 }],
      ['?page[size]=2&page[number]=3', ['run-4'], { 'current-page': 3, 'prev-page': 2, 'next-page': null }],
      ['?page[size]=2&page[number]=9', [], { 'current-page': 9, 'prev-page': 3, 'next-page': null }],
      ['?page[size]=2&page[number]=0', ['run-0', 'run-1'], { 'current-page': 1, 'prev-page': null, 'next-page': 2 }],
      ['?page[size]=2&page[number]=-7', ['run-0', 'run-1'], { 'current-page': 1, 'prev-page': null, 'next-page': 2 }],
    ])('%s', async (query, ids, position) => {
      const { data, meta } = await list(server, query);
      expect(data.map(({ id }) => id)).toEqual(ids);
      expect(meta.pagination).toEqual({ ...position, 'page-size': 2, 'total-pages': 3, 'total-count': 5 });
    });

    test.each([
      ['101', 100],
      ['0', 20],
      ['-1', 20],
      ['', 20],
      ['100', 100],
      ['1', 1],
    ])('a size of %j is read as %i', async (size, read) => {
      expect((await list(server, `?page[size]=${size}`)).meta.pagination['page-size']).toBe(read);
    });

    test('a huge number is past the end', async () => {
      const { data, meta } = await list(server, `?page[number]=${'9'.repeat(400)}`);
      expect([data, meta.pagination['total-count']]).toEqual([[], 5]);
    });

    test('links are absolute and keep every parameter, and an empty list has no page but the first', async () => {
      const { links } = await list(
        server,
        '?page[number]=2&q=test&filter[status]=pending,planned&unknown=%26+%C3%A4&page[size]=2',
      );
      const at = (page: number) =>
        `${server.url}${runs}?q=test&filter%5Bstatus%5D=pending,planned&unknown=%26%20%C3%A4&page%5Bnumber%5D=${page}&page%5Bsize%5D=2`;
      expect(links).toEqual({ self: at(2), first: at(1), prev: at(1), next: at(3), last: at(3) });

      const { links: none, meta } = await list(server, '?q=nothing');
      const first = `${server.url}${runs}?q=nothing&page%5Bnumber%5D=1&page%5Bsize%5D=20`;
      expect(none).toEqual({ self: first, first, prev: null, next: null, last: first });
      expect(meta.pagination).toMatchObject({ 'total-pages': 0, 'total-count': 0 });
    });
  });

  describe('filter[status]', () => {
    beforeEach(async () => {
      for (const status of ['pending', 'planning', 'planned', 'new_in_2030'])
        await server.createRun({ id: `run-${status}`, status });
    });

    test.each([
      ['pending,planned', ['run-planned', 'run-pending']],
      ['pending,+planned+,', ['run-planned', 'run-pending']],
      ['pending,pending', ['run-pending']],
      ['new_in_2030', ['run-new_in_2030']],
      ['bogus', []],
      ['bogus,planning', ['run-planning']],
      ['', []],
      [',', []],
      ['PENDING', []],
    ])('%j', async (value, ids) => {
      const { data, meta } = await list(server, `?filter[status]=${value}`);
      expect(data.map(({ id }) => id).sort()).toEqual(ids.toSorted());
      expect(meta.pagination['total-count']).toBe(ids.length);
      expect(meta['status-counts'].total).toBe(4);
    });

    test("the counts always have the statuses of the vendor's page, and others if they occur", async () => {
      const { 'status-counts': counts } = (await list(server, '?filter[status]=bogus')).meta;
      const documented = facts.adminPageStatuses.map((status) => status.replaceAll('_', '-'));
      expect(documented).toHaveLength(18);
      expect(Object.keys(counts)).toEqual([...documented, 'new-in-2030', 'total']);
      expect(counts).toMatchObject({ pending: 1, planning: 1, planned: 1, applied: 0, 'new-in-2030': 1, total: 4 });
    });
  });

  test.each([
    ['filter[from]=2026-01-01T00:00:00.001Z', true],
    ['filter[from]=2026-01-01T00:00:00.0010Z', true],
    ['filter[from]=2026-01-01T00:00:00.0010001Z', false],
    ['filter[from]=2026-01-01T00:00:00.002Z', false],
    ['filter[to]=2026-01-01T00:00:00.001Z', true],
    ['filter[to]=2026-01-01T00:00:00.0019999Z', true],
    ['filter[to]=2026-01-01T00:00:00.000999Z', false],
    ['filter[to]=2026-01-01T02:00:00.001%2B02:00', true],
    ['filter[to]=2026-01-01T02:00:00.001+02:00', true],
    ['filter[to]=2026-01-01T02:00:00.000+02:00', false],
    ['filter[from]=2025-12-31T19:00:00.001-05:00', true],
    ['filter[from]=2025-12-31t23:59:60z', true],
    ['filter[from]=&filter[to]=', true],
    ['filter[from]=2026-02-01T00:00:00Z&filter[to]=2025-01-01T00:00:00Z', false],
  ])('%s, of a run created a millisecond into 2026: %s', async (query, found) => {
    await server.createRun({ id: 'run-1', createdAt: '2026-01-01T00:00:00.001Z' });
    expect(await idsOf(server, `?${query}`)).toEqual(found ? ['run-1'] : []);
  });

  test.each([
    ['network', true],
    ['NETWORK', true],
    ['größ', true],
    ['GRÖSSE', false],
    ['ÄRGER', true],
    ['mail@EX', true],
    ['git/Repo', true],
    ['run-Whole', true],
    ['run-Whol', false],
    ['RUN-WHOLE', false],
    ['100%', true],
    ['%', true],
    ['_', true],
    ['k_g', false],
    ['\\', true],
    ['\\%', false],
    ['prodärger', false],
    ['Größe Netz', false],
    ['\0', false],
    ['', true],
  ])('q=%j: %s', async (q, found) => {
    await server.createRun({
      id: 'run-Whole',
      workspace: 'Network-100%-größe_\\-prod',
      organization: 'Ärger',
      email: 'mail@example.com',
      vcs: 'git/repo',
    });
    expect(await idsOf(server, `?q=${encodeURIComponent(q)}`)).toEqual(found ? ['run-Whole'] : []);
  });

  test('the counts are those of all runs that match q and the dates', async () => {
    await server.createRun({ workspace: 'one', status: 'planning', createdAt: '2026-01-01T00:00:00Z' });
    await server.createRun({ workspace: 'one', status: 'applied', createdAt: '2025-01-01T00:00:00Z' });
    await server.createRun({ workspace: 'two', status: 'planning', createdAt: '2026-01-01T00:00:00Z' });
    const { meta } = await list(server, '?q=one&filter[from]=2025-06-01T00:00:00Z&filter[status]=applied');
    expect(meta['status-counts']).toMatchObject({ planning: 1, applied: 0, total: 1 });
    expect(meta.pagination['total-count']).toBe(0);
  });

  test.each([
    ['include=foo', 'Invalid include parameter', 'include'],
    ['include=workspace,foo', 'Invalid include parameter', 'include'],
    ['page[number]=x', 'page[number] must be a whole number, not x', 'page[number]'],
    ['page[size]=1.5', 'page[size] must be a whole number, not 1.5', 'page[size]'],
    [
      'filter[from]=2026-01-01',
      'filter[from] must be an RFC 3339 date and time, such as 2026-01-01T00:00:00Z, not 2026-01-01',
      'filter[from]',
    ],
    [
      'filter[to]=2026-02-30T00:00:00Z',
      'filter[to] must be an RFC 3339 date and time, such as 2026-01-31T23:59:59Z, not 2026-02-30T00:00:00Z',
      'filter[to]',
    ],
    ['filter[to]=2026-01-01+00:00:00Z', expect.stringContaining('RFC 3339'), 'filter[to]'],
    ['filter[to]=2026-01-01T00:00:00%2B0200', expect.stringContaining('RFC 3339'), 'filter[to]'],
  ])('%s is rejected', async (query, detail, parameter) => {
    const received = await ask(server, { path: `${runs}?${query}` });
    expect(received.status).toBe(400);
    expect(errorOf(received)).toEqual({ status: '400', title: 'bad request', detail, source: { parameter } });
  });

  test('all problems of a query are reported together', async () => {
    const received = await ask(server, { path: `${runs}?page[number]=x&include=foo&filter[to]=now` });
    expect(JSON.parse(received.body).errors).toHaveLength(3);
  });

  describe('include', () => {
    const world = { workspace: 'network', organization: 'acme', owners: ['amara', 'bilal'], vcs: 'acme/network' };
    beforeEach(async () => {
      await server.createRun({ ...world, id: 'run-1', status: 'planning' });
      await server.createRun({ ...world, id: 'run-2' });
      await server.createRun({ ...world, workspace: 'dns', vcs: null });
    });

    test.each([
      ['workspace', ['workspaces', 'workspaces']],
      ['workspace.organization', ['workspaces', 'workspaces', 'organizations']],
      ['workspace.organization.owners', ['workspaces', 'workspaces', 'organizations', 'users', 'users']],
      ['workspace.organization.owners,workspace,', ['workspaces', 'workspaces', 'organizations', 'users', 'users']],
    ])('%s brings each resource once, and its parents', async (include, types) => {
      const { included = [] } = await list(server, `?include=${include}`);
      expect(included.map(({ type }) => type)).toEqual(types);
    });

    test('everything in included is linked to', async () => {
      const { data, included = [] } = await list(server, '?include=workspace.organization.owners');
      const text = JSON.stringify([...data, ...included].map(({ relationships }) => relationships));
      for (const { id, type } of included) expect(text).toContain(JSON.stringify({ id, type }));
    });

    test.each(['', '?include=', '?include=,'])('%j includes nothing', async (query) => {
      expect(await list(server, query)).not.toHaveProperty('included');
    });

    test('an empty list has an empty included', async () => {
      expect((await list(server, '?q=nothing&include=workspace')).included).toEqual([]);
    });

    test('a workspace says which run locks it, and where its configuration comes from', async () => {
      const { included = [] } = await list(server, '?include=workspace&q=network');
      expect(included).toMatchObject([
        {
          attributes: { name: 'network', locked: true, 'vcs-repo': { identifier: 'acme/network' } },
          relationships: { organization: { data: { id: 'acme' } }, 'current-run': { data: { id: 'run-1' } } },
        },
      ]);
    });
  });

  test('the pages of a search are complete, however uneven its dates are', async () => {
    const day = 86_400;
    const ages = [0, 300, 301, 302, 303, 304, 305, 306, 307, 308];
    const found = ages.map((age) => ({ id: `run-${age}`, age: age * day, workspace: 'network' }));
    const others = Array.from({ length: 60 }, (_, i) => ({ age: i * 6 * day, workspace: 'other' }));
    await server.createRuns([...found, ...others]);
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => idsOf(server, `?q=network&page[size]=3&page[number]=${page}`)),
    );
    expect(pages.flat()).toEqual(found.map(({ id }) => id));
  });

  test.each(['', 'q=network', 'filter[status]=planning,applied', 'q=network&filter[status]=planning'])(
    'the pages of many runs are complete and in order: %s',
    async (query) => {
      const many = Array.from({ length: 1000 }, (_, i) => ({
        id: `run-${(i * 7919) % 1000}`,
        createdAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(i / 3) * 1000).toISOString(),
        status: i % 5 === 0 ? 'pending' : i % 2 === 0 ? 'planning' : 'applied',
        workspace: i % 3 === 0 ? 'network' : 'other',
      }));
      await server.createRuns(many);
      const ids: string[] = [];
      for (let page = 1; page <= 10; page++)
        ids.push(...(await idsOf(server, `?${query}&page[size]=100&page[number]=${page}`)));
      const statuses = query.includes('applied') ? ['planning', 'applied'] : ['planning'];
      const expected = many
        .filter(({ workspace }) => !query.includes('q=') || workspace === 'network')
        .filter(({ status }) => !query.includes('filter') || statuses.includes(status))
        .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1));
      expect(ids).toEqual(expected.map(({ id }) => id));
    },
  );

  test('times are written as the platform writes them', async () => {
    await server.createRun({ status: 'planning', createdAt: '2026-01-01T02:00:00.5+02:00' });
    const [run] = (await list(server)).data;
    expect(run?.attributes).toMatchObject({
      'created-at': '2026-01-01T00:00:00.500Z',
      'status-timestamps': { 'planning-at': '2026-01-01T00:00:20+00:00' },
    });
  });

  test('the last of two values of a parameter counts, and an unknown one is ignored', async () => {
    await server.createRun();
    const { meta } = await list(server, '?page[size]=3&page%5bsize%5d=4&nonsense=1');
    expect(meta.pagination['page-size']).toBe(4);
  });
});
