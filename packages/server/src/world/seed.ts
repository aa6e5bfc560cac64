import type { Database } from '../store/database.ts';
import { addOrganization, addRun, addRuns, addUser, addWorkspace, isEmpty } from '../store/world.ts';
import { bulkWorld } from './bulk.ts';
import { demoWorld } from './demo.ts';

/** What a database begins with: the demo world, nothing, or this number of runs. */
export type Seed = 'demo' | 'empty' | number;

/** @internal Fills an empty store, or changes nothing. Calls `onProgress` repeatedly with the number of runs so far. */
export async function seedStore(
  store: Pick<Database, 'bulkWrite'>,
  seed: Seed,
  now: number,
  onProgress?: (runs: number) => void,
): Promise<void> {
  if (seed === 'empty') return;
  const { organizations, users, workspaces, runs } = seed === 'demo' ? demoWorld(now) : bulkWorld(seed);
  await store.bulkWrite(async (tx) => {
    // Checked in the transaction, because another process may have filled it meanwhile.
    if (!(await isEmpty(tx))) return;
    for (const user of users) await addUser(tx, user);
    for (const organization of organizations) await addOrganization(tx, organization);
    for (const workspace of workspaces) await addWorkspace(tx, workspace);
    if (seed === 'demo') for (const run of runs) await addRun(tx, run);
    else await addRuns(tx, runs, onProgress);
  });
}
