// Generator: orval with `client: 'axios'`
// Setting: the media type as `Content-Type` of the Axios instance
import axios from 'axios';
import { getTerraformEnterpriseAdminRunsAPI } from '../generated/orval-axios';

const client = getTerraformEnterpriseAdminRunsAPI(
  axios.create({
    baseURL: process.env.TFE_ADDRESS ?? '',
    headers: { Authorization: `Bearer ${process.env.TFE_TOKEN}`, 'Content-Type': 'application/vnd.api+json' },
  }),
);

export function listAll() {
  return client.listAdminRuns();
}

export function listSome() {
  return client.listAdminRuns({ 'filter[status]': 'planning,applying', 'page[size]': 5, include: 'workspace' });
}

export function forceCancel(runId: string, comment: string) {
  return client.forceCancelAdminRun(runId, { comment });
}
