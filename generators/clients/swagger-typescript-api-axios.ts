// Generator: swagger-typescript-api with `--axios`
// Setting: none
import { Api } from '../generated/swagger-typescript-api-axios';

const { api } = new Api({
  baseURL: process.env.TFE_ADDRESS ?? '',
  headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}` },
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
