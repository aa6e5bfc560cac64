// Generator: @kubb/cli with `client: 'fetch'`
// Setting: none
import { setConfig } from '../generated/kubb-fetch/.kubb/fetch';
import { forceCancelAdminRun } from '../generated/kubb-fetch/clients/forceCancelAdminRun';
import { listAdminRuns } from '../generated/kubb-fetch/clients/listAdminRuns';

setConfig({
  baseURL: process.env.TFE_ADDRESS ?? '',
  headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}` },
});

export function listAll() {
  return listAdminRuns();
}

export function listSome() {
  return listAdminRuns({ 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' });
}

export function forceCancel(runId: string, comment: string) {
  return forceCancelAdminRun(runId, { comment });
}
