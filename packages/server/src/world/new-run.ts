import { parseDateTime } from '@tfe-admin-runs/http';
import type { Transaction } from '../store/database.ts';
import type { Run } from '../store/rows.ts';
import {
  addOrganization,
  addRun,
  addUser,
  addWorkspace,
  findOrganizations,
  findRun,
  findUsers,
  findWorkspaceByName,
  occupyWorkspace,
} from '../store/world.ts';
import { InvalidArgument } from './invalid-argument.ts';
import { isBusy, timestampsOf, timeTo } from './lifecycle.ts';
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
   * @default 0, or with `statusAge` as old as a run usually is in that status
   */
  age?: number;
  /** When it was created, RFC 3339. Not together with `age`. */
  createdAt?: string;
  /**
   * Seconds since it reached its status, as its timestamps then say. Not more than its age.
   *
   * @default as soon as a run usually reaches the status
   */
  statusAge?: number;
  /**
   * Whether its plan found something to change.
   *
   * @default true
   */
  hasChanges?: boolean;
  /**
   * The name of its workspace, which is created if the organization does not have it.
   *
   * @default 'test'
   */
  workspace?: string;
  /**
   * The name of the workspace's organization, which is created if it does not exist.
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
export async function addNewRun(tx: Transaction, input: NewRun, now: number): Promise<Run> {
  const { id = `run-${randomId()}`, status = 'pending', hasChanges = true } = input;
  const { createdAt, reachedAt } = timesOf(input, status, now);
  if (await findRun(tx, id)) throw invalid('/id', `there is a run ${id} already`);

  const workspaceId = await findOrAddWorkspace(tx, input);
  const timestamps = timestampsOf(status, { createdAt, reachedAt, now: Math.max(now, createdAt) });
  const run: Run = { id, workspaceId, status, timestamps, hasChanges, createdAt };
  await addRun(tx, run);
  if (isBusy(status)) await occupyWorkspace(tx, workspaceId, id);
  return run;
}

function timesOf(input: NewRun, status: string, now: number) {
  const { statusAge } = input;
  if (statusAge === undefined) return { createdAt: createdAtOf(input, now), reachedAt: undefined };
  const reachedAt = Math.floor(now - statusAge * 1000);
  const isAgeGiven = input.age !== undefined || input.createdAt !== undefined;
  const createdAt = isAgeGiven ? createdAtOf(input, now) : reachedAt - timeTo(status);
  assertInstant('/statusAge', createdAt);
  if (createdAt > reachedAt) throw invalid('/statusAge', 'a run cannot be longer in its status than it is old');
  return { createdAt, reachedAt };
}

function createdAtOf({ age, createdAt }: NewRun, now: number): number {
  if (createdAt === undefined) return assertInstant('/age', Math.floor(now - (age ?? 0) * 1000));
  if (age !== undefined) throw invalid('/age', 'give either age or createdAt, not both');
  return assertInstant('/createdAt', parseDateTime(createdAt)?.floor);
}

function assertInstant(pointer: string, instant: number | undefined): number {
  if (instant !== undefined && instant >= earliest && instant <= latest) return instant;
  throw invalid(pointer, 'a run must be created between the years 0 and 9999');
}

function invalid(pointer: string, detail: string): InvalidArgument {
  return new InvalidArgument([{ detail, source: { pointer } }]);
}

async function findOrAddWorkspace(tx: Transaction, input: NewRun): Promise<string> {
  const { organization = 'test', workspace = 'test', vcs = null } = input;
  if ((await findOrganizations(tx, [organization])).length === 0) await addNewOrganization(tx, organization, input);
  const found = await findWorkspaceByName(tx, organization, workspace);
  if (found) return found.id;
  const id = `ws-${randomId()}`;
  await addWorkspace(tx, {
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

async function addNewOrganization(tx: Transaction, name: string, input: NewRun): Promise<void> {
  const { email = `${name}@example.com`, owners = [] } = input;
  const ownerIds: string[] = [];
  for (const username of new Set(owners)) {
    const id = `user-${username}`;
    ownerIds.push(id);
    if ((await findUsers(tx, [id])).length > 0) continue;
    await addUser(tx, { id, attributes: { username, email: null, 'is-admin': false, 'is-suspended': false } });
  }
  await addOrganization(tx, { name, attributes: { 'notification-email': email, 'is-disabled': false }, ownerIds });
}
