// Generator: @kubb/cli with `client: 'axios'`
// Setting: none
import { setConfig } from '../generated/kubb-axios/.kubb/fetch';
import { forceCancelAdminRun } from '../generated/kubb-axios/clients/forceCancelAdminRun';
import { listAdminRuns } from '../generated/kubb-axios/clients/listAdminRuns';

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
