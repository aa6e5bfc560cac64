import { expectTypeOf, test } from 'vitest';
import {
  type AdminRunsClient,
  type AdminRunsClientOptions,
  type AdminRunsError,
  ApiError,
  ConnectionError,
  createAdminRunsClient,
  type ErrorObject,
  fromEnvironment,
  type GuardError,
  type IncludedResource,
  type IncludePath,
  type ListRunsParams,
  type Run,
  type RunPage,
  type RunStatus,
  resolve,
  toResult,
  type User,
} from './index.ts';

const client = {} as AdminRunsClient;

test('a client needs an address and a token', () => {
  expectTypeOf(createAdminRunsClient).parameters.toEqualTypeOf<[AdminRunsClientOptions]>();
  expectTypeOf(createAdminRunsClient).returns.toEqualTypeOf<AdminRunsClient>();
  expectTypeOf<{ address: string; token: string }>().toExtend<AdminRunsClientOptions>();
  expectTypeOf<{ address: string; token: () => string }>().toExtend<AdminRunsClientOptions>();
  expectTypeOf<{ address: string; token: () => Promise<string> }>().toExtend<AdminRunsClientOptions>();
  // @ts-expect-error no token
  createAdminRunsClient({ address: 'https://tfe.example.com' });
  // @ts-expect-error no address
  createAdminRunsClient({ token: 'token' });
  // @ts-expect-error a token that may be missing, as one from the environment
  createAdminRunsClient({ address: 'https://tfe.example.com', token: process.env.TFE_TOKEN });
  // @ts-expect-error mistyped
  createAdminRunsClient({ address: 'https://tfe.example.com', token: 'token', fetsch: fetch });
});

test('the global fetch is a fetch', () => {
  expectTypeOf<typeof fetch>().toExtend<NonNullable<AdminRunsClientOptions['fetch']>>();
});

test('list takes friendly parameters', () => {
  expectTypeOf(client.list).toBeCallableWith();
  expectTypeOf(client.list).toBeCallableWith({
    q: 'acme',
    status: ['planning', 'force_canceled'],
    from: new Date(),
    to: '2026-01-31T23:59:59Z',
    page: { number: 1, size: 100 },
    include: ['workspace', 'workspace.organization.owners'],
  });
  expectTypeOf(client.list).toBeCallableWith({ q: undefined }, { signal: AbortSignal.timeout(1000) });
  const stuck = ['planning', 'applying'] as const;
  expectTypeOf(client.list).toBeCallableWith({ status: stuck });
});

test('list rejects what the platform does not know', () => {
  // @ts-expect-error an unknown status
  client.list({ status: ['planing'] });
  // @ts-expect-error one status is not a list
  client.list({ status: 'planning' });
  // @ts-expect-error an unknown path
  client.list({ include: ['organization'] });
  // @ts-expect-error mistyped
  client.list({ stauts: ['planning'] });
  // @ts-expect-error milliseconds are not a date
  client.list({ from: Date.now() });
  // @ts-expect-error a page is a number and a size
  client.list({ page: 2 });
});

test('list returns a page, and iterate returns runs', async () => {
  expectTypeOf(client.list).returns.resolves.toExtend<RunPage>();
  expectTypeOf(client.iterate).parameter(0).toEqualTypeOf<Parameters<AdminRunsClient['list']>[0]>();
  for await (const run of client.iterate()) expectTypeOf(run).toEqualTypeOf<Run>();
});

test('a returned status may be any string, a requested one may not', () => {
  expectTypeOf<'a_status_of_tomorrow'>().toExtend<Run['attributes']['status']>();
  expectTypeOf<NonNullable<ListRunsParams['status']>[number]>().toEqualTypeOf<RunStatus>();
});

test('an included resource narrows by its type', () => {
  const resource = {} as IncludedResource;
  if (resource.type === 'users') expectTypeOf(resource.attributes.username).toEqualTypeOf<string>();
});

test('resolve knows what include requested', async () => {
  const bare = resolve(await client.list())[0];
  // @ts-expect-error nothing was requested
  bare?.workspace;
  expectTypeOf(bare).toEqualTypeOf<Run | undefined>();

  const shallow = resolve(await client.list({ include: ['workspace'] }))[0];
  expectTypeOf(shallow?.workspace?.attributes.name).toEqualTypeOf<string | undefined>();
  // @ts-expect-error no organization was requested
  shallow?.workspace?.organization;

  const deeper = resolve(await client.list({ include: ['workspace.organization'] }))[0];
  expectTypeOf(deeper?.workspace?.organization?.id).toEqualTypeOf<string | undefined>();
  // @ts-expect-error no owners were requested
  deeper?.workspace?.organization?.owners;

  const deepest = resolve(await client.list({ include: ['workspace', 'workspace.organization.owners'] }))[0];
  expectTypeOf(deepest?.workspace?.organization?.owners).toEqualTypeOf<User[] | undefined>();
  // @ts-expect-error it may be absent
  deepest?.workspace.id;

  for await (const run of client.iterate({ include: ['workspace'] })) {
    expectTypeOf(run.workspace?.id).toEqualTypeOf<string | undefined>();
    // @ts-expect-error no organization was requested
    run.workspace?.organization;
  }
  // Requested by a variable, it has the type of all possible values.
  const include: IncludePath[] = [];
  expectTypeOf(resolve(await client.list({ include }))[0]?.workspace?.id).toEqualTypeOf<string | undefined>();
});

test('options have types', () => {
  expectTypeOf(client.iterate).toBeCallableWith({}, { limit: 5, prefetch: true, onShift: ({ page }) => page });
  expectTypeOf(client.forceCancel).toBeCallableWith('run-1', { allowApplying: true });
  // @ts-expect-error nothing guards it
  client.forceCancelUnguarded('run-1', { allowApplying: true });
  expectTypeOf(client.get).returns.resolves.toEqualTypeOf<Run | undefined>();
  expectTypeOf<{
    address: string;
    token: string;
    retries: number;
    timeout: number;
    totalTimeout: number;
  }>().toExtend<AdminRunsClientOptions>();
  expectTypeOf(fromEnvironment).toBeCallableWith({ address: undefined, token: undefined as string | undefined });
  expectTypeOf(fromEnvironment).toBeCallableWith({ log: ({ status, error, delay }) => void [status, error, delay] });
});

test('a summary counts by group and by status', async () => {
  const { total, byGroup, byStatus } = await client.summary({ q: 'acme', from: new Date() });
  expectTypeOf(total).toEqualTypeOf<number>();
  expectTypeOf(byGroup).toEqualTypeOf<Record<'queued' | 'running' | 'waiting' | 'final' | 'other', number>>();
  expectTypeOf(byStatus.plan_queued).toEqualTypeOf<number | undefined>();
  expectTypeOf(byStatus.a_status_of_tomorrow).toEqualTypeOf<number | undefined>();
  // @ts-expect-error the counts do not depend on it
  client.summary({ status: ['planning'] });
});

test('a client can be read-only', () => {
  expectTypeOf<{ address: string; token: string; readOnly: boolean }>().toExtend<AdminRunsClientOptions>();
  // @ts-expect-error mistyped
  createAdminRunsClient({ address: 'https://tfe.example.com', token: 'token', readonly: true });
});

test('a result has data or an error', async () => {
  const { data, error } = await toResult(client.get('run-1'));
  if (error) expectTypeOf(error).toEqualTypeOf<AdminRunsError>();
  else expectTypeOf(data).toEqualTypeOf<Run | undefined>();
});

test('a GuardError has a reason', () => {
  const error = {} as GuardError;
  expectTypeOf(error.reason).toEqualTypeOf<'final' | 'applying' | 'unknown' | 'read-only'>();
  expectTypeOf(error.run).toEqualTypeOf<Run | undefined>();
});

test('forceCancel takes an ID and an optional comment, and returns the run', () => {
  expectTypeOf(client.forceCancel).returns.resolves.toEqualTypeOf<Run>();
  expectTypeOf(client.forceCancel).toBeCallableWith('run-1');
  expectTypeOf(client.forceCancel).toBeCallableWith('run-1', { comment: 'Stuck', signal: AbortSignal.timeout(1000) });
  // @ts-expect-error no ID
  client.forceCancel();
  // @ts-expect-error a comment is an option
  client.forceCancel('run-1', 'Stuck');
  // @ts-expect-error mistyped
  client.forceCancel('run-1', { Comment: 'Stuck' });
});

test('errors have the response', () => {
  const error: unknown = undefined;
  if (error instanceof ApiError) {
    expectTypeOf(error.status).toEqualTypeOf<number>();
    expectTypeOf(error.errors).toEqualTypeOf<readonly ErrorObject[]>();
    expectTypeOf(error.requestId).toEqualTypeOf<string | null>();
    expectTypeOf(error.response).toEqualTypeOf<Response>();
  }
  if (error instanceof ConnectionError) {
    expectTypeOf(error.cause).toEqualTypeOf<unknown>();
    expectTypeOf(error.isSent).toEqualTypeOf<boolean>();
  }
});

test('the openapi-fetch client knows the paths', async () => {
  const { data, error } = await client.api.GET('/api/v2/admin/runs', { params: { query: { q: 'acme' } } });
  expectTypeOf(data).toExtend<RunPage | undefined>();
  expectTypeOf(error).toExtend<{ errors: ErrorObject[] } | undefined>();
  // @ts-expect-error no such path
  client.api.GET('/api/v2/admin/run');
  // @ts-expect-error no run ID
  client.api.POST('/api/v2/admin/runs/{run_id}/actions/force-cancel');
  // @ts-expect-error an unknown status
  client.api.GET('/api/v2/admin/runs', { params: { query: { 'filter[status]': ['planing'] } } });
});

test('in what the openapi-fetch client returns, a status is a string and an included resource narrows', async () => {
  const { data } = await client.api.GET('/api/v2/admin/runs');
  expectTypeOf(data?.data[0]?.attributes.status).toEqualTypeOf<string | undefined>();
  const resource = data?.included?.[0];
  if (resource?.type === 'users') expectTypeOf(resource.attributes.username).toEqualTypeOf<string>();
});
