import { readFileSync } from 'node:fs';
import type {
  Organization as OrganizationResource,
  Run as RunResource,
  User as UserResource,
  Workspace as WorkspaceResource,
} from '@tfe-admin-runs/types';
import { wholeSeconds } from './instant.ts';
import { timestampsOf } from './lifecycle.ts';
import type { Organization, Run, User, Workspace } from './rows.ts';
import { createChance, type Installation, idFrom } from './seed.ts';

/** The installation that the document's examples show, as `build.ts` took it from them. */
export interface World {
  included: (WorkspaceResource | OrganizationResource | UserResource)[];
  runs: RunResource[];
}

const minute = 60_000;
const hour = 60 * minute;
/** When the examples were written, so to speak: nine hours after the run that is stuck began to plan. */
const then = Date.parse('2026-01-14T08:05:00Z');

/** Further workspaces: organization, name, repository. */
const more: [string, string, string | null][] = [
  ['acme', 'network-staging', 'acme/network'],
  ['acme', 'dns', 'acme/dns'],
  ['globex', 'storefront', 'globex/storefront'],
  ['initech', 'reports', null],
  ['initech', 'payroll', 'initech/payroll'],
];

/** Runs that wait for a person or a worker, as every installation has some: workspace, status, age. */
const waiting: [string, string, number][] = [
  ['storefront', 'planned', 40 * minute],
  ['payroll', 'policy_override', 3 * hour],
  ['reports', 'plan_queued', 2 * minute],
];

/** Runs of the past, by status; those that the examples count, and some more. */
const past = { applied: 208, planned_and_finished: 24, errored: 12, discarded: 5, canceled: 3 };

/**
 * A small installation: the stuck runs of the document's examples (a run that has been planning for nine hours, the queue
 * behind it, an apply that lost its worker), as old now as they are there, and two months of runs that went well.
 */
export function demoWorld(now: number): Installation {
  const world: World = JSON.parse(readFileSync(new URL('../dist/world.json', import.meta.url), 'utf8'));
  const chance = createChance(2026);
  const users = world.included.filter((each) => each.type === 'users').map(toUser);
  const organizations = world.included.filter((each) => each.type === 'organizations').map(toOrganization);
  const workspaces = world.included.filter((each) => each.type === 'workspaces').map(toWorkspace);

  users.push({
    id: 'user-Wm3xYdB8sLq6VtHe',
    attributes: { ...users[1]?.attributes, username: 'chen', email: 'chen@example.com' },
  });
  organizations.push({
    name: 'initech',
    attributes: {
      ...organizations[0]?.attributes,
      name: 'initech',
      'external-id': 'org-Bq4zNtGk7PwX2mDs',
      'notification-email': 'it@initech.example.com',
    },
    ownerIds: ['user-Wm3xYdB8sLq6VtHe'],
  });
  const idle = { locked: false, lockedBy: null, currentRunId: null };
  for (const [organizationName, name, vcs] of more)
    workspaces.push({ id: `ws-${idFrom(chance)}`, organizationName, name, vcs, ...idle });

  const runs = world.runs.map((run) => toRun(run, now));
  for (const [name, status, age] of waiting) {
    const workspace = workspaces.find((each) => each.name === name) as Workspace;
    const run = makeRun(workspace, status, now - age);
    Object.assign(workspace, { locked: true, lockedBy: run.id, currentRunId: run.id });
    runs.push(run);
  }
  for (const [status, count] of Object.entries(past))
    for (let i = 0; i < count; i++) {
      const workspace = workspaces[Math.floor(chance() * workspaces.length)] as Workspace;
      const run = makeRun(workspace, status, now - 12 * hour - Math.floor(chance() * 60 * 24 * hour));
      workspace.currentRunId ??= run.id;
      runs.push(run);
    }
  return { organizations, users, workspaces, runs };

  function makeRun({ id: workspaceId }: Workspace, status: string, createdAt: number): Run {
    const hasChanges = !['plan_queued', 'planned_and_finished', 'errored'].includes(status);
    return {
      ...{ id: `run-${idFrom(chance)}`, workspaceId, status, hasChanges, createdAt },
      timestamps: timestampsOf(status, createdAt, now),
    };
  }
}

function toRun({ id, attributes, relationships }: RunResource, now: number): Run {
  const created = Date.parse(attributes['created-at']);
  // The vendor's own sample is of 2018: here it is the newest in the queue.
  const shift = created < then - 24 * hour ? now - 25 * minute - created : now - then;
  const times = Object.entries(attributes['status-timestamps']);
  return {
    id,
    workspaceId: relationships.workspace.data.id,
    status: attributes.status,
    timestamps: Object.fromEntries(times.map(([name, time]) => [name, wholeSeconds(Date.parse(time) + shift)])),
    hasChanges: attributes['has-changes'],
    createdAt: created + shift,
  };
}

function toWorkspace({ id, attributes, relationships }: WorkspaceResource): Workspace {
  const run = relationships?.['current-run']?.data?.id ?? null;
  const locked = attributes.locked ?? false;
  return {
    id,
    organizationName: relationships?.organization?.data.id ?? '',
    name: attributes.name,
    vcs: attributes['vcs-repo']?.identifier ?? null,
    ...{ locked, lockedBy: locked ? run : null, currentRunId: run },
  };
}

function toOrganization({ id, attributes, relationships }: OrganizationResource): Organization {
  return { name: id, attributes, ownerIds: (relationships?.owners?.data ?? []).map((owner) => owner.id) };
}

function toUser({ id, attributes }: UserResource): User {
  return { id, attributes };
}
