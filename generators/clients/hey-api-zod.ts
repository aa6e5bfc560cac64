// Generator: @hey-api/openapi-ts with its plugin `zod`
// Setting: `dates: { offset: true }` of the plugin `zod`, because timestamps end in `+00:00`
import { createClient, createConfig } from '../generated/hey-api-zod/client';
import { forceCancelAdminRun, listAdminRuns } from '../generated/hey-api-zod/sdk.gen';

const client = createClient(
  createConfig({ baseUrl: process.env.TFE_ADDRESS ?? '', auth: () => process.env.TFE_TOKEN }),
);

export function listAll() {
  return listAdminRuns({ client });
}

export function listSome() {
  return listAdminRuns({
    client,
    query: { 'filter[status]': ['planning', 'applying'], 'page[size]': 5, include: ['workspace'] },
  });
}

export function forceCancel(runId: string, comment: string) {
  return forceCancelAdminRun({ client, path: { run_id: runId }, body: { comment } });
}
