// Generator: typed-openapi
// Setting: the media type as `Content-Type` in the `fetch` that you write
import { createApiClient } from '../generated/typed-openapi';

const headers = { Authorization: `Bearer ${process.env.TFE_TOKEN}`, 'Content-Type': 'application/vnd.api+json' };

const client = createApiClient(
  {
    fetch({ method, url, urlSearchParams, parameters }) {
      if (urlSearchParams) url.search = `${urlSearchParams}`;
      const body = parameters?.body === undefined ? null : JSON.stringify(parameters.body);
      return fetch(url, { method: method.toUpperCase(), headers, body });
    },
  },
  process.env.TFE_ADDRESS,
);

export function listAll() {
  return client.get('/api/v2/admin/runs', { query: {} });
}

export function listSome() {
  return client.get('/api/v2/admin/runs', {
    query: { 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' },
  });
}

export function forceCancel(runId: string, comment: string) {
  return client.post('/api/v2/admin/runs/{run_id}/actions/force-cancel', {
    path: { run_id: runId },
    body: { comment },
  });
}
