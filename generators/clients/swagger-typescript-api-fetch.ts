// Generator: swagger-typescript-api
// Setting: `baseApiParams: { format: 'json' }`, or the body is not read
import { Api } from '../generated/swagger-typescript-api-fetch';

const { api } = new Api({
  baseUrl: process.env.TFE_ADDRESS ?? '',
  baseApiParams: { format: 'json', headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}` } },
});

export function listAll() {
  return api.listAdminRuns();
}

export function listSome() {
  return api.listAdminRuns({ 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' });
}

export function forceCancel(runId: string, comment: string) {
  return api.forceCancelAdminRun(runId, { comment });
}
