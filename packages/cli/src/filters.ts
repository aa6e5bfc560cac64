import type { ListRunsParams } from '@tfe-admin-runs/client';
import type { RunStatus } from '@tfe-admin-runs/types';
import type { Time } from './options.ts';

/** The filters that the API has, as the options of the commands. */
export interface FilterOptions {
  q?: string | undefined;
  from?: Time | undefined;
  to?: Time | undefined;
  status?: RunStatus[] | undefined;
  /** The statuses of the groups. */
  group?: RunStatus[] | undefined;
}

/** @param now Milliseconds since 1970, from which durations count back. */
export function toParams({ q, from, to, status, group }: FilterOptions, now: number): ListRunsParams<never> {
  const statuses = new Set([...(status ?? []), ...(group ?? [])]);
  return {
    q,
    from: toDateTime(from, now),
    to: toDateTime(to, now),
    status: statuses.size > 0 ? [...statuses] : undefined,
  };
}

function toDateTime(time: Time | undefined, now: number): string | undefined {
  if (!time) return undefined;
  return 'at' in time ? time.at : new Date(Math.max(0, now - time.ago)).toISOString();
}
