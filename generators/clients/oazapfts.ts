// Generator: oazapfts
// Setting: the media type as `Content-Type` in the options of the call
import { defaults, forceCancelAdminRun, listAdminRuns } from '../generated/oazapfts';

defaults.baseUrl = process.env.TFE_ADDRESS ?? '';
defaults.headers = { Authorization: `Bearer ${process.env.TFE_TOKEN}` };

export function listAll() {
  return listAdminRuns();
}

export function listSome() {
  return listAdminRuns({ filterStatus: 'planning,applying', pageSize: 5, include: 'workspace' });
}

export function forceCancel(runId: string, comment: string) {
  return forceCancelAdminRun(runId, { comment }, { headers: { 'Content-Type': 'application/vnd.api+json' } });
}
