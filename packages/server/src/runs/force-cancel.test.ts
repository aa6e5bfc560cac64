import { runStatuses } from '@tfe-admin-runs/types';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { facts } from '../files.ts';
import { type Server, startServer } from '../index.ts';
import { ask, cancel, errorOf, list, runs, type } from '../testing/ask.ts';
import { engines, type Place } from '../testing/engines.ts';

const now = Date.parse('2026-01-14T08:05:00.750Z');
let server: Server;
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
  beforeEach(() => server.reset());

  test('the response is the canceled run, with its former timestamps and the new ones', async () => {
    await server.createRun({ id: 'run-1', status: 'planning', createdAt: '2026-01-14T00:00:00Z' });
    expect(await cancel(server, 'run-1', '{"comment":"stuck"}')).toMatchObject({
      status: 200,
      document: {
        data: {
          id: 'run-1',
          attributes: {
            status: 'canceled',
            'status-timestamps': {
              'planning-at': '2026-01-14T00:00:20Z',
              'canceled-at': '2026-01-14T08:05:00Z',
              'force-canceled-at': '2026-01-14T08:05:00Z',
            },
          },
        },
      },
    });
    const { data, meta } = await list(server);
    expect(data[0]?.attributes).toMatchObject({
      status: 'canceled',
      'status-timestamps': { 'force-canceled-at': '2026-01-14T08:05:00+00:00' },
    });
    expect(meta['status-counts']).toMatchObject({ planning: 0, canceled: 1, total: 1 });
  });

  test.each([undefined, 'null', '{}', '{"comment":null}', '{"comment":"ö"}', ' {}\n'])(
    'the body %j is right',
    async (body) => {
      await server.createRun({ id: 'run-1' });
      expect((await cancel(server, 'run-1', body)).status).toBe(200);
    },
  );

  test('only the run that holds the lock of its workspace releases it', async () => {
    const locked = async () => (await list(server, '?include=workspace')).included?.[0]?.attributes;
    await server.createRun({ id: 'run-busy', status: 'applying' });
    await server.createRun({ id: 'run-queued', status: 'pending' });
    await cancel(server, 'run-queued');
    expect(await locked()).toMatchObject({ locked: true });
    await cancel(server, 'run-busy');
    expect(await locked()).toMatchObject({ locked: false });
  });

  test.each(runStatuses)('a run that is %s', async (status) => {
    await server.createRun({ id: 'run-1', status });
    const before = (await list(server)).data;
    const final = facts.finalStatuses.includes(status);
    const { status: code, document } = await cancel(server, 'run-1');
    expect(code).toBe(final ? 409 : 200);
    if (!final) return;
    expect(document).toEqual({ errors: [{ status: '409', title: 'transition not allowed' }] });
    expect((await list(server)).data).toEqual(before);
  });

  test.each(['run-none', 'nonexisting', '%00', 'a%2Fb', "'%20or%201=1"])('%s is not a run', async (id) => {
    await server.createRun({ id: 'run-1' });
    expect(await cancel(server, id)).toEqual({ status: 404, document: { errors: [facts.errors['run-not-found']] } });
  });

  test.each([
    ['{"data":{}}', 422, 'invalid attribute', '/data', expect.stringContaining('data is not known here')],
    ['{"coment":"x"}', 422, 'invalid attribute', '/coment', 'coment is not known here; did you mean comment?'],
    ['{"comment":7}', 422, 'invalid attribute', '/comment', 'comment must be a string or null'],
    ['{"__proto__":{}}', 422, 'invalid attribute', '/__proto__', expect.any(String)],
    ['[]', 422, 'invalid attribute', '', 'the body must be an object'],
    ['7', 422, 'invalid attribute', '', expect.any(String)],
  ])('the body %s is rejected', async (body, code, title, pointer, detail) => {
    await server.createRun({ id: 'run-1' });
    const { status, document } = await cancel(server, 'run-1', body);
    expect({ status, errors: document.errors }).toEqual({
      status: code,
      errors: [{ status: String(code), title, detail, source: { pointer } }],
    });
  });

  test.each(['{', 'undefined', "{'comment':'x'}", '[[['.repeat(100_000)])(
    'a body that is not JSON is rejected (%#)',
    async (body) => {
      const { status, document } = await cancel(server, 'run-1', body);
      const detail = expect.stringMatching(/^the body is not JSON: /);
      expect({ status, document }).toEqual({
        status: 400,
        document: { errors: [{ status: '400', title: 'bad request', detail }] },
      });
    },
  );

  test('not all of a hundred thousand mistakes are listed', async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`k${i}`, 0])));
    const { status, document } = await cancel(server, 'run-1', body);
    expect([status, document.errors.length]).toEqual([422, 20]);
  });

  test('errors have the documented order', async () => {
    const path = `${runs}/run-none/actions/force-cancel`;
    const userToken = `Bearer ${server.userToken}`;
    const wrong = { method: 'POST', path, body: '{', headers: { 'content-type': 'text/plain' } };
    const right = { 'content-type': type };
    await server.createRun({ id: 'run-final', status: 'applied' });
    const requests = [
      [{ ...wrong, headers: { authorization: 'Bearer unknown', 'content-type': 'text/plain' } }, 401],
      [{ ...wrong, headers: { authorization: userToken, 'content-type': 'text/plain' } }, 404],
      [wrong, 415],
      [{ ...wrong, headers: right, body: 'x'.repeat(1024 * 1024 + 1) }, 413],
      [{ ...wrong, headers: right }, 400],
      [{ ...wrong, headers: right, body: '{"x":1}' }, 422],
      [{ ...wrong, headers: right, body: '{}' }, 404],
      [{ ...wrong, headers: right, body: '{}', path: path.replace('run-none', 'run-final') }, 409],
    ] as const;
    for (const [sent, status] of requests) {
      const received = await ask(server, sent);
      expect(received.status).toBe(status);
      expect(errorOf(received).status).toBe(String(status));
    }
  });

  test.each([
    [{ 'content-type': 'application/json' }],
    [{ 'content-type': '' }],
    [{ 'content-type': 'application/vnd.api+jsonx' }],
  ])('%j is rejected as the document shows, with and without a body', async (headers) => {
    expect(await cancel(server, 'run-1', undefined, headers)).toEqual({
      status: 415,
      document: { errors: [facts.errors['invalid-content-type']] },
    });
  });

  test('a charset in the content type is accepted, in any case', async () => {
    await server.createRun({ id: 'run-1' });
    const headers = { 'content-type': 'Application/Vnd.Api+Json; charset=utf-8' };
    expect((await cancel(server, 'run-1', '{}', headers)).status).toBe(200);
  });
});
