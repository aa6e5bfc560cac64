// Generator: orval with `client: 'fetch'`
// Setting: `baseUrl: { runtime: 'process.env.TFE_ADDRESS' }`, or every URL is relative
import { forceCancelAdminRun, listAdminRuns } from '../generated/orval-fetch';

const headers = { Authorization: `Bearer ${process.env.TFE_TOKEN}` };

export function listAll() {
  return listAdminRuns({}, { headers });
}

export function listSome() {
  return listAdminRuns({ 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' }, { headers });
}

export function forceCancel(runId: string, comment: string) {
  return forceCancelAdminRun(runId, { comment }, { headers });
}
