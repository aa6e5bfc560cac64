import { parseDateTime } from '@tfe-admin-runs/http';
import type { Run } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { InvalidArgument } from './invalid-argument.ts';
import { isBusy, timestampsOf } from './lifecycle.ts';
import { randomId } from './random.ts';

/** A run to add to the world. Every part has a default. */
export interface NewRun {
  /**
   * Letters, digits, `_` and `-`.
   *
   * @default a random ID
   */
  id?: string;
  /**
   * Any status of the platform, or another in snake_case.
   *
   * @default 'pending'
   */
  status?: string;
  /**
   * Seconds since it was created. Not together with `createdAt`.
   *
   * @default 0
   */
  age?: number;
  /** When it was created, RFC 3339. Not together with `age`. */
  createdAt?: string;
  /**
   * Whether its plan found something to change.
   *
   * @default true
   */
  hasChanges?: boolean;
  /**
   * The name of its workspace, which is created if the organization has none of that name.
   *
   * @default 'test'
   */
  workspace?: string;
  /**
   * The name of the workspace's organization, which is created if there is none of that name.
   *
   * @default 'test'
   */
  organization?: string;
  /**
   * The e-mail address of the organization, if it is created.
   *
   * @default 'NAME@example.com'
   */
  email?: string;
  /**
   * The user names of the owners of the organization, if it is created.
   *
   * @default []
   */
  owners?: string[];
  /**
   * The VCS repository (`:org/:repo`) of the workspace, if it is created; null for none.
   *
   * @default null
   */
  vcs?: string | null;
}

/** The instants that RFC 3339 can express. */
const earliest = Date.parse('0000-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** @internal Adds a run, and what it belongs to. It gets the timestamps that its status implies. */
export function addNewRun(store: Store, input: NewRun, now: number): Run {
  const { id = `run-${randomId()}`, status = 'pending', hasChanges = true } = input;
  const createdAt = createdAtOf(input, now);
  if (store.findRun(id)) throw invalid('/id', `there is a run ${id} already`);

  return store.write(() => {
    const workspaceId = findOrAddWorkspace(store, input);
    const timestamps = timestampsOf(status, createdAt, Math.max(now, createdAt));
    const run: Run = { id, workspaceId, status, timestamps, hasChanges, createdAt };
    store.addRun(run);
    if (isBusy(status)) store.occupyWorkspace(workspaceId, id);
    return run;
  });
}

function createdAtOf({ age, createdAt }: NewRun, now: number): number {
  if (createdAt !== undefined && age !== undefined) throw invalid('/age', 'give either age or createdAt, not both');
  const instant = createdAt === undefined ? Math.floor(now - (age ?? 0) * 1000) : parseDateTime(createdAt)?.floor;
  if (instant !== undefined && instant >= earliest && instant <= latest) return instant;
  const pointer = createdAt === undefined ? '/age' : '/createdAt';
  throw invalid(pointer, 'a run must be created between the years 0 and 9999');
}

function invalid(pointer: string, detail: string): InvalidArgument {
  return new InvalidArgument([{ detail, source: { pointer } }]);
}

function findOrAddWorkspace(store: Store, input: NewRun): string {
  const { organization = 'test', workspace = 'test', vcs = null } = input;
  if (store.findOrganizations([organization]).length === 0) addOrganization(store, organization, input);
  const found = store.findWorkspaceByName(organization, workspace);
  if (found) return found.id;
  const id = `ws-${randomId()}`;
  store.addWorkspace({
    id,
    organizationName: organization,
    name: workspace,
    vcs,
    locked: false,
    lockedBy: null,
    currentRunId: null,
  });
  return id;
}

function addOrganization(store: Store, name: string, { email = `${name}@example.com`, owners = [] }: NewRun): void {
  const ownerIds: string[] = [];
  for (const username of new Set(owners)) {
    const id = `user-${username}`;
    ownerIds.push(id);
    if (store.findUsers([id]).length > 0) continue;
    store.addUser({ id, attributes: { username, email: null, 'is-admin': false, 'is-suspended': false } });
  }
  store.addOrganization({ name, attributes: { 'notification-email': email, 'is-disabled': false }, ownerIds });
}
