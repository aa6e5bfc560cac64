import { includePathValues, type RunStatus, runStatusValues } from './openapi.gen.ts';

export type * from './openapi.gen.ts';
export { isFinal, type StatusGroup, statusAge, statusGroup, statusGroups, suggestStatus } from './status.ts';

/** Every status that the platform is known to use, in the order of a run's life. */
export const runStatuses = runStatusValues;

/** Every path that `include` takes, from the shortest to the longest. */
export const includePaths = includePathValues;

/**
 * Whether the platform is known to use this status. The status of a run may be any string, for an installation can be
 * newer than this package; this tells the known ones apart, and narrows the type.
 */
export function isRunStatus(status: string): status is RunStatus {
  return (runStatuses as readonly string[]).includes(status);
}
