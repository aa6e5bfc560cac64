// A program as its users write it: `package.test.ts` checks its types against the packed client.
import {
  type AdminRunsClient,
  ApiError,
  ConnectionError,
  createAdminRunsClient,
  type ListRunsParams,
  type Run,
} from '@tfe-admin-runs/client';
import { isRunStatus, type RunStatus, runStatuses } from '@tfe-admin-runs/types';

export const client: AdminRunsClient = createAdminRunsClient({
  address: 'https://tfe.example.com',
  token: async () => 'token',
});

export async function knownStatuses(params: ListRunsParams): Promise<RunStatus[]> {
  const statuses: RunStatus[] = [];
  for await (const { attributes } of client.iterate({ ...params, status: runStatuses })) {
    if (isRunStatus(attributes.status)) statuses.push(attributes.status);
  }
  return statuses;
}

export async function cancelNewest(signal: AbortSignal): Promise<Run | undefined> {
  try {
    const { data, meta } = await client.list({ page: { size: 1 } }, { signal });
    const total: number = meta['status-counts'].total + meta.pagination['total-count'];
    return total > 0 && data[0] ? await client.forceCancel(data[0].id, { comment: 'Stuck', signal }) : undefined;
  } catch (error) {
    if (error instanceof ApiError) throw new Error(error.errors[0]?.title ?? `${error.status}`);
    if (error instanceof ConnectionError) throw error.cause;
    throw error;
  }
}

export async function newestStatus(): Promise<string | undefined> {
  const { data, error, response } = await client.api.GET('/api/v2/admin/runs');
  return data?.data[0]?.attributes.status ?? error?.errors[0]?.title ?? response.headers.get('X-Request-Id') ?? '';
}
