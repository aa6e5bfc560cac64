import type { Store } from '../store/store.ts';
import { bulkWorld } from './bulk.ts';
import { demoWorld } from './demo.ts';

/** What a database begins with: the demo world, nothing, or this number of runs. */
export type Seed = 'demo' | 'empty' | number;

/** @internal Fills an empty store, or changes nothing. `onProgress` is called now and then with the number of runs so far. */
export function seedStore(store: Store, seed: Seed, now: number, onProgress?: (runs: number) => void): void {
  if (seed === 'empty') return;
  const { organizations, users, workspaces, runs } = seed === 'demo' ? demoWorld(now) : bulkWorld(seed);
  store.write(() => {
    // Checked in the transaction, because another process may have filled it meanwhile.
    if (!store.isEmpty()) return;
    for (const user of users) store.addUser(user);
    for (const organization of organizations) store.addOrganization(organization);
    for (const workspace of workspaces) store.addWorkspace(workspace);
    if (seed === 'demo') for (const run of runs) store.addRun(run);
    else store.addRuns(onProgress ? reportProgress(runs, onProgress) : runs);
  });
}

const runsPerReport = 2000;

function* reportProgress<Item>(items: Iterable<Item>, onProgress: (count: number) => void): Generator<Item> {
  let count = 0;
  for (const item of items) {
    yield item;
    count += 1;
    if (count % runsPerReport === 0) onProgress(count);
  }
  onProgress(count);
}
