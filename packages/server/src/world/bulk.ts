import type { Organization, Run, User, Workspace } from '../store/rows.ts';
import type { Installation } from './installation.ts';
import { isBusy, timestampsOf } from './lifecycle.ts';
import { createRandom, randomId } from './random.ts';

const end = Date.parse('2026-01-01T00:00:00Z');
const span = 2 * 365 * 24 * 3_600_000;

/** How many of a thousand runs are in each status. */
const perMille: Record<string, number> = {
  applied: 720,
  planned_and_finished: 120,
  errored: 70,
  discarded: 45,
  canceled: 20,
  planned: 8,
  pending: 5,
  policy_override: 3,
  cost_estimated: 2,
  plan_queued: 2,
  planning: 2,
  policy_checked: 1,
  applying: 1,
  apply_queued: 1,
};
const statuses = Object.entries(perMille).flatMap(([status, n]) => Array<string>(n).fill(status));
const places = [
  'network',
  'billing',
  'storefront',
  'dns',
  'identity',
  'search',
  'reports',
  'payroll',
  'images',
  'queue',
];
const stages = ['prod', 'staging', 'test', 'dev'];

/** An installation with this number of runs, spread over two years. It is exactly the same every time. */
export function bulkWorld(count: number): Installation {
  const workspaceCount = Math.max(1, Math.min(5000, Math.ceil(count / 200)));
  const organizationCount = Math.ceil(workspaceCount / 10);
  const users: User[] = [];
  const organizations: Organization[] = [];
  for (let i = 0; i < organizationCount; i++) {
    const name = `org-${pad(i)}`;
    const owners = [0, 1].map((n) => `owner-${pad(i)}-${n}`);
    for (const username of owners)
      users.push({
        id: `user-${randomId(createRandom(users.length + 1_000_000_007))}`,
        attributes: { username, email: `${username}@example.com`, 'is-admin': false, 'is-suspended': false },
      });
    organizations.push({
      name,
      attributes: { 'notification-email': `terraform@${name}.example.com`, 'is-disabled': false },
      ownerIds: users.slice(-2).map(({ id }) => id),
    });
  }

  function makeRun(i: number): Run {
    const random = createRandom(i);
    const id = `run-${randomId(random)}`;
    const status = statuses[Math.floor(random() * statuses.length)] as string;
    const createdAt = end - Math.floor(((i + random()) * span) / count) - 1;
    return {
      id,
      workspaceId: workspaceId(i % workspaceCount),
      status,
      timestamps: timestampsOf(status, { createdAt, now: end }),
      hasChanges: status !== 'planned_and_finished',
      createdAt,
    };
  }

  const workspaces = Array.from({ length: workspaceCount }, (_, i): Workspace => {
    const newest = i < count ? makeRun(i) : undefined;
    const busy = newest !== undefined && isBusy(newest.status);
    const name = `${places[i % places.length]}-${stages[Math.floor(i / places.length) % stages.length]}-${pad(i)}`;
    const organizationName = organizations[i % organizationCount]?.name ?? '';
    return {
      id: workspaceId(i),
      organizationName,
      name,
      vcs: i % 4 === 0 ? null : `${organizationName}/${name}`,
      locked: busy,
      lockedBy: busy ? newest.id : null,
      currentRunId: newest?.id ?? null,
    };
  });

  /** Newest first, which is the order of the indexes. */
  function* runs(): Generator<Run> {
    for (let i = 0; i < count; i++) yield makeRun(i);
  }
  return { organizations, users, workspaces, runs: runs() };
}

function workspaceId(i: number): string {
  return `ws-${randomId(createRandom(i + 2_000_000_011))}`;
}

function pad(i: number): string {
  return String(i).padStart(4, '0');
}
