import { formatSeconds } from '@tfe-admin-runs/http';
import type {
  Organization as OrganizationResource,
  Run as RunResource,
  User as UserResource,
  Workspace as WorkspaceResource,
} from '@tfe-admin-runs/types';
import { readExampleWorld } from '../files.ts';
import type { Organization, Run, User, Workspace } from '../store/rows.ts';
import type { Installation } from './installation.ts';
import { timestampsOf } from './lifecycle.ts';
import { createRandom, randomId } from './random.ts';

const minute = 60_000;
const hour = 60 * minute;
/** The present of the examples: nine hours after the stuck run began to plan. */
const timeOfExamples = Date.parse('2026-01-14T08:05:00Z');

/** Additional workspaces: organization, name, repository. */
const additionalWorkspaces: [string, string, string | null][] = [
  ['acme', 'network-staging', 'acme/network'],
  ['acme', 'dns', 'acme/dns'],
  ['globex', 'storefront', 'globex/storefront'],
  ['initech', 'reports', null],
  ['initech', 'payroll', 'initech/payroll'],
  ['globex', 'checkout', 'globex/checkout'],
];

/** Runs that wait for a person or a worker: workspace, status, age. */
const waitingRuns: [string, string, number][] = [
  ['storefront', 'planned', 40 * minute],
  ['payroll', 'policy_override', 3 * hour],
  ['reports', 'plan_queued', 2 * minute],
];

/** How many finished runs there are of each status. */
const finishedRuns = { applied: 208, planned_and_finished: 24, errored: 12, discarded: 5, canceled: 3 };

/**
 * A small installation: the stuck runs of the document's examples (a run that has been planning for nine hours, the queue
 * behind it, an apply that lost its worker), as old now as they are there, a healthy run that is older than they are, and
 * two months of finished runs.
 */
export function demoWorld(now: number): Installation {
  const world = readExampleWorld();
  const random = createRandom(2026);
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
  for (const [organizationName, name, vcs] of additionalWorkspaces)
    workspaces.push({ id: `ws-${randomId(random)}`, organizationName, name, vcs, ...idle });

  const runs = world.runs.map((run) => toRun(run, now));
  for (const [name, status, age] of waitingRuns) addActiveRun(name, status, now - age);
  addActiveRun('checkout', 'applying', now - 25 * hour, timestampsOfLateApply(now - 25 * hour, now));
  for (const [status, count] of Object.entries(finishedRuns))
    for (let i = 0; i < count; i++) {
      const workspace = workspaces[Math.floor(random() * workspaces.length)] as Workspace;
      const run = makeRun(workspace, status, now - 12 * hour - Math.floor(random() * 60 * 24 * hour));
      workspace.currentRunId ??= run.id;
      runs.push(run);
    }
  return { organizations, users, workspaces, runs };

  /** Adds the current run of a workspace. */
  function addActiveRun(name: string, status: string, createdAt: number, timestamps?: Run['timestamps']): void {
    const workspace = workspaces.find((each) => each.name === name) as Workspace;
    const run = makeRun(workspace, status, createdAt);
    Object.assign(workspace, { locked: true, lockedBy: run.id, currentRunId: run.id });
    runs.push({ ...run, timestamps: timestamps ?? run.timestamps });
  }

  function makeRun({ id: workspaceId }: Workspace, status: string, createdAt: number): Run {
    const hasChanges = !['plan_queued', 'planned_and_finished', 'errored'].includes(status);
    return {
      id: `run-${randomId(random)}`,
      workspaceId,
      status,
      timestamps: timestampsOf(status, { createdAt, now }),
      hasChanges,
      createdAt,
    };
  }
}

/**
 * The timestamps of a run that waited for a person until two minutes ago and began to apply a minute ago. It is healthy,
 * but only its time in the status shows that: choosing stuck runs by the time of their creation would choose it first.
 */
function timestampsOfLateApply(createdAt: number, now: number): Run['timestamps'] {
  return {
    ...timestampsOf('planned', { createdAt, now }),
    'confirmed-at': formatSeconds(now - 2 * minute),
    'apply-queued-at': formatSeconds(now - 2 * minute),
    'applying-at': formatSeconds(now - minute),
  };
}

function toRun({ id, attributes, relationships }: RunResource, now: number): Run {
  const created = Date.parse(attributes['created-at']);
  // The vendor's own sample is from 2018: here it is the newest in the queue.
  const isFromVendor = created < timeOfExamples - 24 * hour;
  const shift = isFromVendor ? now - 25 * minute - created : now - timeOfExamples;
  const times = Object.entries(attributes['status-timestamps']);
  return {
    id,
    workspaceId: relationships.workspace.data.id,
    status: attributes.status,
    timestamps: Object.fromEntries(times.map(([name, time]) => [name, formatSeconds(Date.parse(time) + shift)])),
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
    locked,
    lockedBy: locked ? run : null,
    currentRunId: run,
  };
}

function toOrganization({ id, attributes, relationships }: OrganizationResource): Organization {
  return { name: id, attributes, ownerIds: (relationships?.owners?.data ?? []).map((owner) => owner.id) };
}

function toUser({ id, attributes }: UserResource): User {
  return { id, attributes };
}
