import type { Organization, Run, User, Workspace } from '../store/rows.ts';

/** An installation before it is in a database. */
export interface Installation {
  organizations: Organization[];
  users: User[];
  workspaces: Workspace[];
  runs: Iterable<Run>;
}
