import type { Transaction } from './database.ts';
import type { Organization, Run, UserWithOrganizations, Workspace } from './rows.ts';
import { findOrganizations, findUsers, findWorkspaces } from './world.ts';

/** Which related resources to include: 1 for workspaces, 2 for their organizations too, 3 for their owners too. */
export type Depth = 0 | 1 | 2 | 3;

/** Related resources, each once, in the order of the first reference to it. */
export interface Included {
  workspaces: Workspace[];
  organizations: Organization[];
  owners: UserWithOrganizations[];
}

export async function findIncluded(tx: Transaction, runs: readonly Run[], depth: Depth): Promise<Included> {
  const included: Included = { workspaces: [], organizations: [], owners: [] };
  if (depth >= 1) {
    const ids = runs.map((run) => run.workspaceId);
    included.workspaces = await findInOrder(
      ids,
      (unique) => findWorkspaces(tx, unique),
      ({ id }) => id,
    );
  }
  if (depth >= 2) {
    const names = included.workspaces.map((workspace) => workspace.organizationName);
    included.organizations = await findInOrder(
      names,
      (unique) => findOrganizations(tx, unique),
      ({ name }) => name,
    );
  }
  if (depth >= 3) {
    const ids = included.organizations.flatMap((organization) => organization.ownerIds);
    included.owners = await findInOrder(
      ids,
      (unique) => findUsers(tx, unique),
      ({ id }) => id,
    );
  }
  return included;
}

async function findInOrder<Item>(
  references: string[],
  find: (keys: string[]) => Promise<Item[]>,
  keyOf: (item: Item) => string,
): Promise<Item[]> {
  const keys = [...new Set(references)];
  if (keys.length === 0) return [];
  const found = new Map((await find(keys)).map((item) => [keyOf(item), item]));
  return keys.flatMap((key) => found.get(key) ?? []);
}
