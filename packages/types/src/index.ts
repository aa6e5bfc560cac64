import { includePathValues, type RunStatus, runStatusValues } from './openapi.gen.ts';

export type * from './openapi.gen.ts';
export { isFinal, type StatusGroup, statusAge, statusGroup, statusGroups } from './status.ts';

/** Every status that the platform is known to use, in the order of a run's life cycle. */
export const runStatuses = runStatusValues;

/** Every path that `include` takes, from the shortest to the longest. */
export const includePaths = includePathValues;

/**
 * Whether this package knows the status. An installation can be newer than this package, so a run's status may be any
 * string; this narrows it to `RunStatus`.
 */
export function isRunStatus(status: string): status is RunStatus {
  return (runStatuses as readonly string[]).includes(status);
}
