// Generator: openapi-typescript and openapi-fetch
// Setting: `querySerializer: { array: { style: 'form', explode: false } }`, and the media type as `Content-Type`
import createClient from 'openapi-fetch';
import type { paths } from '../generated/openapi-fetch';

const client = createClient<paths, 'application/vnd.api+json'>({
  baseUrl: process.env.TFE_ADDRESS ?? '',
  headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}`, 'Content-Type': 'application/vnd.api+json' },
  querySerializer: { array: { style: 'form', explode: false } },
});

export function listAll() {
  return client.GET('/api/v2/admin/runs');
}

export function listSome() {
  return client.GET('/api/v2/admin/runs', {
    params: { query: { 'filter[status]': ['planning', 'applying'], 'page[size]': 5, include: ['workspace'] } },
  });
}

export function forceCancel(runId: string, comment: string) {
  return client.POST('/api/v2/admin/runs/{run_id}/actions/force-cancel', {
    params: { path: { run_id: runId } },
    body: { comment },
  });
}
