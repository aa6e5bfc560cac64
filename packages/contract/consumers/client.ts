import {
  type AdminRunsClient,
  ApiError,
  type Attempt,
  ConnectionError,
  createAdminRunsClient,
  fromEnvironment,
  GuardError,
  type ListRunsParams,
  type Run,
  resolve,
} from '@tfe-admin-runs/client';
import { isRunStatus, type RunStatus, runStatuses, statusAge } from '@tfe-admin-runs/types';

export const client: AdminRunsClient = createAdminRunsClient({
  address: 'https://tfe.example.com',
  token: async () => 'token',
  fetch: (request, init) => fetch(request, init),
  log: ({ status, duration }: Attempt) => void [status, duration],
});

async function knownStatuses(client: AdminRunsClient, params: ListRunsParams): Promise<RunStatus[]> {
  const statuses: RunStatus[] = [];
  for await (const { attributes } of client.iterate({ ...params, status: runStatuses })) {
    if (isRunStatus(attributes.status)) statuses.push(attributes.status);
  }
  return statuses;
}

async function stuckWorkspaces(client: AdminRunsClient): Promise<(string | undefined)[]> {
  const page = await client.list({ status: ['planning'], include: ['workspace'] });
  return resolve(page)
    .filter((run) => run.attributes.status === 'planning' && statusAge(run) > 3_600_000)
    .map(({ workspace }) => workspace?.attributes.name);
}

async function cancelNewest(client: AdminRunsClient, signal: AbortSignal): Promise<Run | undefined> {
  try {
    const { data, meta } = await client.list({ page: { size: 1 } }, { signal });
    const total: number = meta['status-counts'].total + meta.pagination['total-count'];
    return total > 0 && data[0] ? await client.forceCancel(data[0].id, { comment: 'Stuck', signal }) : undefined;
  } catch (error) {
    if (error instanceof ApiError) throw new Error(error.errors[0]?.title ?? `${error.status}`);
    if (error instanceof GuardError) return error.run;
    if (error instanceof ConnectionError) throw error.cause;
    throw error;
  }
}

export async function newestStatus(client: AdminRunsClient): Promise<string | undefined> {
  const { data, error, response } = await client.api.GET('/api/v2/admin/runs');
  return data?.data[0]?.attributes.status ?? error?.errors[0]?.title ?? response.headers.get('X-Request-Id') ?? '';
}

const adminRuns = fromEnvironment();
const [first] = await knownStatuses(adminRuns, {});
const stuck = await stuckWorkspaces(adminRuns);
const canceled = await cancelNewest(adminRuns, AbortSignal.timeout(60_000));
console.log(`${first} ${stuck.length} runs are stuck, ${canceled?.attributes.status}`);
