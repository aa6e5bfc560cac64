import type { Column, Row, Value } from './database.ts';

export interface Run {
  id: string;
  workspaceId: string;
  status: string;
  /** RFC 3339 in whole seconds, by their names in the API. */
  timestamps: Record<string, string>;
  hasChanges: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export interface Workspace {
  id: string;
  organizationName: string;
  name: string;
  /** The identifier of its repository. */
  vcs: string | null;
  locked: boolean;
  /** The run that holds the lock; null if the workspace is not locked, or locked by a person. */
  lockedBy: string | null;
  currentRunId: string | null;
}

export interface Organization {
  name: string;
  /** As in the API. */
  attributes: Record<string, unknown>;
  ownerIds: string[];
}

export interface User {
  id: string;
  /** As in the API. */
  attributes: Record<string, unknown>;
}

export interface UserWithOrganizations extends User {
  organizationNames: string[];
}

export const runColumns: Column[] = [
  { name: 'id', type: 'text' },
  { name: 'workspace_id', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'timestamps', type: 'text' },
  { name: 'has_changes', type: 'boolean' },
  { name: 'created_at', type: 'bigint' },
];

export function toRun([id, workspaceId, status, timestamps, hasChanges, createdAt]: Row): Run {
  return {
    id: text(id),
    workspaceId: text(workspaceId),
    status: text(status),
    timestamps: JSON.parse(text(timestamps)),
    hasChanges: boolean(hasChanges),
    createdAt: integer(createdAt),
  };
}

export function runValues({ id, workspaceId, status, timestamps, hasChanges, createdAt }: Run): Value[] {
  return [id, workspaceId, status, JSON.stringify(timestamps), hasChanges, createdAt];
}

export const workspaceColumns = 'id, organization_name, name, vcs_identifier, locked, locked_by, current_run_id';

export function toWorkspace([id, organizationName, name, vcs, locked, lockedBy, currentRunId]: Row): Workspace {
  return {
    id: text(id),
    organizationName: text(organizationName),
    name: text(name),
    vcs: textOrNull(vcs),
    locked: boolean(locked),
    lockedBy: textOrNull(lockedBy),
    currentRunId: textOrNull(currentRunId),
  };
}

/** Groups the rows of a join: each resource once, with the IDs that were joined to it. */
export function groupJoined(rows: Row[]): { id: string; attributes: Record<string, unknown>; joinedIds: string[] }[] {
  const groups: ReturnType<typeof groupJoined> = [];
  for (const [id, attributes, joinedId] of rows) {
    if (groups.at(-1)?.id !== id)
      groups.push({ id: text(id), attributes: JSON.parse(text(attributes)), joinedIds: [] });
    if (joinedId !== null) groups.at(-1)?.joinedIds.push(text(joinedId));
  }
  return groups;
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`the database holds ${typeof value} where text belongs`);
  return value;
}

export function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value);
}

export function integer(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`the database holds ${typeof value} where a number belongs`);
  return value;
}

/** SQLite has numbers for booleans. */
function boolean(value: unknown): boolean {
  if (value === true || value === 1) return true;
  if (value === false || value === 0) return false;
  throw new TypeError(`the database holds ${typeof value} where a boolean belongs`);
}
