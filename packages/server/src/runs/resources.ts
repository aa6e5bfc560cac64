import { formatMilliseconds } from '@tfe-admin-runs/http';
import type {
  Organization as OrganizationResource,
  Run as RunResource,
  User as UserResource,
  Workspace as WorkspaceResource,
} from '@tfe-admin-runs/types';
import type { Organization, Run, UserWithOrganizations, Workspace } from '../store/rows.ts';

/** A run as listings show it. */
export function toRunResource({ id, workspaceId, status, timestamps, hasChanges, createdAt }: Run): RunResource {
  return {
    id,
    type: 'runs',
    attributes: {
      status,
      'status-timestamps': timestamps,
      'has-changes': hasChanges,
      'created-at': formatMilliseconds(createdAt),
    },
    relationships: { workspace: { data: { id: workspaceId, type: 'workspaces' } } },
    links: { self: `/api/v2/runs/${id}` },
  };
}

/** A run as the response to its force-cancel shows it: the platform writes UTC as `Z` there. */
export function toCanceledRunResource(run: Run): RunResource {
  const times = Object.entries(run.timestamps).map(([name, time]) => [name, time.replace(/\+00:00$/, 'Z')]);
  return toRunResource({ ...run, timestamps: Object.fromEntries(times) });
}

export function toWorkspaceResource(workspace: Workspace): WorkspaceResource {
  const { id, organizationName, name, vcs, locked, currentRunId } = workspace;
  return {
    id,
    type: 'workspaces',
    attributes: { name, locked, 'vcs-repo': vcs === null ? null : { identifier: vcs } },
    relationships: {
      organization: { data: { id: organizationName, type: 'organizations' } },
      'current-run': { data: currentRunId === null ? null : { id: currentRunId, type: 'runs' } },
    },
    links: {
      self: `/api/v2/organizations/${encodeURIComponent(organizationName)}/workspaces/${encodeURIComponent(name)}`,
    },
  };
}

export function toOrganizationResource({ name, attributes, ownerIds }: Organization): OrganizationResource {
  return {
    id: name,
    type: 'organizations',
    attributes: { name, ...attributes },
    relationships: { owners: { data: ownerIds.map((id) => ({ id, type: 'users' })) } },
    links: { self: `/api/v2/admin/organizations/${encodeURIComponent(name)}` },
  };
}

export function toUserResource({ id, attributes, organizationNames }: UserWithOrganizations): UserResource {
  const username = String(attributes.username);
  return {
    id,
    type: 'users',
    attributes: { ...attributes, username },
    relationships: { organizations: { data: organizationNames.map((name) => ({ id: name, type: 'organizations' })) } },
    links: { self: `/api/v2/users/${encodeURIComponent(username)}` },
  };
}
