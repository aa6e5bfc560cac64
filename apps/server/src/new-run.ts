import { randomBytes } from 'node:crypto';
import { readInstant } from './instant.ts';
import { isBusy, timestampsOf } from './lifecycle.ts';
import type { Run } from './rows.ts';
import type { Store } from './store.ts';
import { InvalidArgument } from './test-surface.ts';

/** A run to be put into the world as if it had come there by itself. Every part has a default. */
export interface NewRun {
  /** Its ID: letters, digits, `_` and `-`. Made up by default. */
  id?: string;
  /** Its status, any of the platform's or another in snake_case; `pending` by default. */
  status?: string;
  /** Seconds since it was created, 0 by default. Not together with `createdAt`. */
  age?: number;
  /** When it was created, RFC 3339. */
  createdAt?: string;
  /** Whether its plan found something to change, true by default. */
  hasChanges?: boolean;
  /** The name of its workspace, `test` by default; made if its organization has none of that name. */
  workspace?: string;
  /** The name of the workspace's organization, `test` by default; made if there is none of that name. */
  organization?: string;
  /** The e-mail address of an organization that is made for it, `NAME@example.com` by default. */
  email?: string;
  /** The user names of the owners of an organization that is made for it, none by default. */
  owners?: string[];
  /** The VCS repository, `:org/:repo`, of a workspace that is made for it; null, which is the default, for none. */
  vcs?: string | null;
}

/** The instants that RFC 3339 can write. */
const years = { first: Date.parse('0000-01-01T00:00:00Z'), last: Date.parse('9999-12-31T23:59:59.999Z') };

/** Puts a run, and what it belongs to, into the store. The run has the timestamps that its status implies. */
export function addNewRun(store: Store, wish: NewRun, now: number): Run {
  const { id = `run-${makeId()}`, status = 'pending', age = 0, createdAt, hasChanges = true } = wish;
  if (createdAt !== undefined && wish.age !== undefined)
    throw new InvalidArgument([{ detail: 'age and createdAt exclude each other', source: { pointer: '/age' } }]);
  if (store.findRun(id)) throw new InvalidArgument([{ detail: `there is a run ${id}`, source: { pointer: '/id' } }]);
  const created = createdAt === undefined ? Math.floor(now - age * 1000) : (readInstant(createdAt)?.floor ?? now);

  if (!(created >= years.first && created <= years.last)) {
    const source = { pointer: createdAt === undefined ? '/age' : '/createdAt' };
    throw new InvalidArgument([{ detail: 'a run cannot be created before the year 0 or after 9999', source }]);
  }

  return store.write(() => {
    const workspaceId = findOrAddWorkspace(store, wish);
    const timestamps = timestampsOf(status, created, Math.max(now, created));
    const run = { id, workspaceId, status, timestamps, hasChanges, createdAt: created };
    store.addRun(run);
    if (isBusy(status)) store.occupyWorkspace(workspaceId, id);
    return run;
  });
}

function findOrAddWorkspace(store: Store, wish: NewRun): string {
  const { organization = 'test', workspace = 'test', vcs = null, owners = [] } = wish;
  if (store.findOrganizations([organization]).length === 0) {
    const users = [...new Set(owners)].map((username) => ({ id: `user-${username}`, username }));
    for (const { id, username } of users)
      if (store.findUsers([id]).length === 0)
        store.addUser({ id, attributes: { username, email: null, 'is-admin': false, 'is-suspended': false } });
    const attributes = { 'notification-email': wish.email ?? `${organization}@example.com`, 'is-disabled': false };
    store.addOrganization({ name: organization, attributes, ownerIds: users.map(({ id }) => id) });
  }
  const found = store.findWorkspaceByName(organization, workspace);
  if (found) return found.id;
  const id = `ws-${makeId()}`;
  const idle = { locked: false, lockedBy: null, currentRunId: null };
  store.addWorkspace({ id, organizationName: organization, name: workspace, vcs, ...idle });
  return id;
}

/** 16 letters and digits, as the platform's IDs have. */
function makeId(): string {
  return randomBytes(24).toString('base64url').replace(/[-_]/g, 'x').slice(0, 16);
}
