// The run of the demo world that waited a day for a person and began to apply a minute ago. It is healthy, so no sample and
// no README may choose it as stuck.
import type { Server } from '@tfe-admin-runs/server';
import { type Run, statusAge } from '@tfe-admin-runs/types';
import { expect } from 'vitest';

const hour = 3_600_000;

async function list({ url, adminToken }: Server, query: string): Promise<Run[]> {
  const headers = { Authorization: `Bearer ${adminToken}` };
  const response = await fetch(`${url}/api/v2/admin/runs?${query}`, { headers });
  return (await response.json()).data;
}

/** The ID of the healthy run. All other runs of its age are final. */
export async function findHealthyRun(server: Server): Promise<string> {
  const runs = await list(server, 'filter[status]=planning,applying');
  const old = runs.filter(({ attributes }) => Date.now() - Date.parse(attributes['created-at']) > 24 * hour);
  expect(old).toHaveLength(1);
  expect(statusAge(old[0] as Run)).toBeLessThan(hour);
  return (old[0] as Run).id;
}

/** Asserts that nothing was done to it. */
export async function expectUntouched(server: Server, id: string): Promise<void> {
  expect(await list(server, `q=${id}`)).toMatchObject([{ id, attributes: { status: 'applying' } }]);
  expect(server.requests.map(({ path }) => path)).not.toContain(`/api/v2/admin/runs/${id}/actions/force-cancel`);
}
