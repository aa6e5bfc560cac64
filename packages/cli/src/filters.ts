import type { ListRunsParams } from '@tfe-admin-runs/client';
import type { RunStatus } from '@tfe-admin-runs/types';
import type { Time } from './options.ts';
import type { Session } from './session.ts';

/** The filters that the API has, as the options of the commands. */
export interface FilterOptions {
  q?: string | undefined;
  from?: Time | undefined;
  to?: Time | undefined;
  status?: RunStatus[] | undefined;
  /** The statuses of the groups. */
  group?: RunStatus[] | undefined;
}

/** The filters as the API takes them. A duration counts back from the present, by the clock of the installation. */
export async function toParams(
  { q, from, to, status, group }: FilterOptions,
  session: Session,
): Promise<ListRunsParams<never>> {
  const statuses = new Set([...(status ?? []), ...(group ?? [])]);
  if (isRelative(from) || isRelative(to)) await learnTime(session);
  const now = session.now();
  return {
    q,
    from: toDateTime(from, now),
    to: toDateTime(to, now),
    status: statuses.size > 0 ? [...statuses] : undefined,
  };
}

function isRelative(time: Time | undefined): boolean {
  return time !== undefined && 'ago' in time;
}

/** Each response has the installation's time. If there was none yet, a local clock that is wrong would select other runs. */
async function learnTime({ client, headers, interrupt }: Session): Promise<void> {
  if (headers() === undefined) await client.list({ page: { size: 1 } }, { signal: interrupt });
}

function toDateTime(time: Time | undefined, now: number): string | undefined {
  if (!time) return undefined;
  return 'at' in time ? time.at : new Date(Math.max(0, now - time.ago)).toISOString();
}
