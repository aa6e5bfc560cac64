import type { RunWith } from '@tfe-admin-runs/client';
import { type StatusGroup, statusAge, statusGroup } from '@tfe-admin-runs/types';
import type { Session } from './session.ts';

/** A run with everything that the API returns about it. */
export type FullRun = RunWith<'workspace.organization.owners'>;

/** A run as `--json` prints it. `schema.json` describes the fields. */
export interface RunRecord {
  id: string;
  status: string;
  group: StatusGroup | 'unknown';
  /** Seconds in the present status. Null if it is unknown. */
  age: number | null;
  since: string | null;
  createdAt: string | null;
  hasChanges: boolean | null;
  organization: string | null;
  workspace: string | null;
  workspaceId: string | null;
  repository: string | null;
  url: string | null;
}

export const runFields = [
  'id',
  'status',
  'group',
  'age',
  'since',
  'createdAt',
  'hasChanges',
  'organization',
  'workspace',
  'workspaceId',
  'repository',
  'url',
] as const satisfies (keyof RunRecord)[];

/** A run with its history and the people to ask. */
export interface RunDetails extends RunRecord {
  owners: Owner[];
  timeline: Step[];
}

export interface Step {
  /** The name of the timestamp without `-at`, or `created`. */
  step: string;
  at: string;
  /** Seconds until the next step, or until now if the run is not final. Null for the last step of a final run. */
  duration: number | null;
}

export const detailFields = [...runFields, 'owners', 'timeline'] as const satisfies (keyof RunDetails)[];

/** Describes a run. What the installation did not send is null. */
export function recordOf(run: RunWith<'workspace'>, { credentials, now }: Session): RunRecord {
  const { id, attributes, relationships } = run;
  const { workspace } = run;
  const organization = workspace?.relationships?.organization?.data?.id ?? null;
  const name = workspace?.attributes.name ?? null;
  const time = now();
  const age = statusAge(run, time);
  const isKnown = Number.isFinite(age);
  return {
    id,
    status: attributes.status,
    group: statusGroup(attributes.status) ?? 'unknown',
    age: isKnown ? Math.max(0, Math.floor(age / 1000)) : null,
    since: isKnown ? new Date(time - age).toISOString() : null,
    createdAt: attributes['created-at'] ?? null,
    hasChanges: attributes['has-changes'] ?? null,
    organization,
    workspace: name,
    workspaceId: relationships?.workspace?.data?.id ?? null,
    repository: workspace?.attributes['vcs-repo']?.identifier ?? null,
    url: organization && name ? webAddress(credentials.address, organization, name, id) : null,
  };
}

/** Where the web interface shows a run. */
function webAddress(address: string, organization: string, workspace: string, id: string): string {
  const [org, name] = [encodeURIComponent(organization), encodeURIComponent(workspace)];
  return `${address}/app/${org}/workspaces/${name}/runs/${encodeURIComponent(id)}`;
}

/** `organization/workspace`, as far as it is known. */
export function placeOf(run: Pick<RunRecord, 'organization' | 'workspace' | 'workspaceId'>): string {
  const { organization, workspace, workspaceId } = run;
  if (organization === null && workspace === null) return workspaceId ?? '';
  return `${organization ?? '?'}/${workspace ?? '?'}`;
}

/** Milliseconds in the present status; `-Infinity` if unknown, so that such a run never counts as old. */
export function ageOf({ age }: Pick<RunRecord, 'age'>): number {
  return age === null ? -Infinity : age * 1000;
}

/** Sorts those first that have been in their status for longest. */
export function byAge(a: RunRecord, b: RunRecord): number {
  return ageOf(b) - ageOf(a);
}

/** A person who can be asked about a run. */
export interface Owner {
  username: string | null;
  email: string | null;
}

/** The owners of the organization of a run. */
export function ownersOf(run: FullRun): Owner[] {
  const owners = run.workspace?.organization?.owners ?? [];
  return owners.map(({ attributes }) => ({
    username: attributes.username ?? null,
    email: attributes.email ?? null,
  }));
}

export function describeOwner({ username, email }: Owner): string {
  return email ? `${username ?? '?'} <${email}>` : (username ?? '?');
}
