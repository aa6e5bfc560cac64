import { type AdminRunsClientOptions, createAdminRunsClient, resolve } from '@tfe-admin-runs/client';
import { startServer } from '@tfe-admin-runs/server';
import { runStatuses } from '@tfe-admin-runs/types';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';

const server = await startServer({ seed: 'empty' });
afterAll(() => server.close());
beforeEach(() => server.reset());

function client(options: Partial<AdminRunsClientOptions> = {}) {
  return createAdminRunsClient({ address: server.url, token: server.adminToken, ...options });
}

function sent(method: string) {
  return server.requests.filter((request) => request.method === method).length;
}

const fault = { operation: 'forceCancelAdminRun' } as const;

describe('the client, against the server', () => {
  test('retries a list that fails, and reports it', async () => {
    const onRetry = vi.fn();
    server.injectFailure({ operation: 'listAdminRuns', status: 429, headers: { 'retry-after': '0.001' } });
    server.injectFailure({ operation: 'listAdminRuns', status: 503, headers: { 'retry-after': '0.001' } });
    await expect(client({ onRetry }).list()).resolves.toHaveProperty('data', []);
    expect(onRetry.mock.calls.map(([{ status }]) => status)).toEqual([429, 503]);
  });

  test.each([408, 500, 502, 503, 504])('never sends a force-cancel again after %i', async (status) => {
    const { id } = await server.createRun({ status: 'planning' });
    server.injectFailure({ ...fault, status, headers: { 'retry-after': '0.001' } });
    await expect(client({ retries: 5 }).forceCancel(id)).rejects.toMatchObject({ name: 'ApiError', status });
    expect(sent('POST')).toBe(1);
    await expect(client().get(id)).resolves.toMatchObject({ attributes: { status: 'planning' } });
  });

  test('sends a force-cancel again after 429, when nothing was done', async () => {
    const { id } = await server.createRun({ status: 'planning' });
    server.injectFailure({ ...fault, status: 429, times: 2, headers: { 'x-ratelimit-reset': '0.001' } });
    await expect(client().forceCancel(id)).resolves.toMatchObject({ attributes: { status: 'canceled' } });
    expect(sent('POST')).toBe(3);
  });

  test('says that the run may have been canceled if the response was lost, and sends it once', async () => {
    const { id } = await server.createRun({ status: 'planning' });
    const lossy = client({
      retries: 5,
      async fetch(request, init) {
        const response = await fetch(request, init);
        if (request.method === 'GET') return response;
        await response.text();
        throw new TypeError('fetch failed', { cause: new Error('other side closed') });
      },
    });
    await expect(lossy.forceCancel(id)).rejects.toThrow('The run may have been canceled');
    expect(sent('POST')).toBe(1);
    await expect(client().get(id)).resolves.toMatchObject({ attributes: { status: 'canceled' } });
    await expect(client().forceCancel(id)).rejects.toMatchObject({ name: 'GuardError', reason: 'final' });
  });

  test('ends an attempt in time', async () => {
    server.injectFailure({ operation: 'listAdminRuns', delay: 60_000 });
    const late = client({ timeout: 20, retries: 0 }).list();
    await expect(late).rejects.toMatchObject({ name: 'ConnectionError', limit: 'timeout' });
  });

  test('of many clients that cancel one run at the same time, one succeeds; the others learn that it is final', async () => {
    const { id } = await server.createRun({ status: 'planning' });
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => client().forceCancel(id)));
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(reasons).toHaveLength(15);
    for (const { status, reason } of reasons) expect(status ?? reason).toBeOneOf([409, 'final']);
  });

  test.each(runStatuses)('guards a run that is %s as the server does', async (status) => {
    const { id } = await server.createRun({ status });
    const outcome = await client()
      .forceCancel(id)
      .then(
        () => 'canceled',
        ({ reason }) => reason,
      );
    const unguarded = await client()
      .forceCancelUnguarded(id)
      .then(
        () => 'canceled',
        ({ status }) => status,
      );
    if (outcome === 'applying') expect(unguarded).toBe('canceled');
    else expect(unguarded).toBe(409); // final already, or canceled just now
  });

  test('reads every run once while runs appear and disappear, and reports it', async () => {
    for (let index = 0; index < 10; index++) await server.createRun({ age: 100 + index });
    const onShift = vi.fn();
    const ids: string[] = [];
    for await (const { id } of client().iterate({ page: { size: 3 } }, { onShift })) {
      ids.push(id);
      if (ids.length === 3) await server.createRun();
    }
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
    expect(onShift.mock.calls).toEqual([[{ page: 2, before: 10, now: 11, repeated: 1 }]]);
  });

  test('attaches the included resources', async () => {
    await server.createRun({ workspace: 'network', organization: 'acme', owners: ['ada', 'grace'] });
    const [run] = resolve(await client().list({ include: ['workspace.organization.owners'] }));
    expect(run?.workspace?.attributes.name).toBe('network');
    expect(run?.workspace?.organization?.owners?.map(({ attributes }) => attributes.username)).toEqual([
      'ada',
      'grace',
    ]);
  });
});
