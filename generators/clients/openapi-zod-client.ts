// Generator: openapi-zod-client
// Setting: `--media-type-expr "mediaType === 'application/vnd.api+json'"`, and the media type as `Content-Type`
import { createApiClient } from '../generated/openapi-zod-client';

const client = createApiClient(process.env.TFE_ADDRESS ?? '', {
  axiosConfig: { headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}` } },
});

export function listAll() {
  return client.listAdminRuns();
}

export function listSome() {
  return client.listAdminRuns({
    queries: { 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' },
  });
}

export function forceCancel(runId: string, comment: string) {
  const headers = { 'Content-Type': 'application/vnd.api+json' };
  return client.forceCancelAdminRun({ comment }, { params: { run_id: runId }, headers });
}
