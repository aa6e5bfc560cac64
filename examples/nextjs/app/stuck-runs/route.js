import { fromEnvironment } from '@tfe-admin-runs/client';
import { statusAge, statusGroups } from '@tfe-admin-runs/types';

// At each request, not when the site is built.
export const dynamic = 'force-dynamic';

const hour = 3_600_000;

/** Lists the runs that have been running for two hours. The token of the administrator stays on the server. */
export async function GET() {
  const { data } = await fromEnvironment().list({ status: statusGroups.running });
  const stuck = data.filter((run) => statusAge(run) > 2 * hour);
  return Response.json(stuck.map(({ id, attributes }) => ({ id, status: attributes.status })));
}
