import type { Organization, Run, User, Workspace } from './rows.ts';
import { bulkWorld } from './seed-bulk.ts';
import { demoWorld } from './seed-demo.ts';
import type { Store } from './store.ts';

/** What a database begins with: the demonstration, nothing, or so many runs. */
export type Seed = 'demo' | 'empty' | number;

/** An installation before it is in a database. */
export interface Installation {
  organizations: Organization[];
  users: User[];
  workspaces: Workspace[];
  runs: Iterable<Run>;
}

/** Fills an empty store, whole or not at all. `progress` is called now and then with the number of runs that are in. */
export function seed(store: Store, kind: Seed, now: number, progress?: (runs: number) => void): void {
  if (kind === 'empty') return;
  const { organizations, users, workspaces, runs } = kind === 'demo' ? demoWorld(now) : bulkWorld(kind);
  store.write(() => {
    // Asked in the transaction, for another process may have filled it meanwhile.
    if (!store.isEmpty()) return;
    for (const user of users) store.addUser(user);
    for (const organization of organizations) store.addOrganization(organization);
    for (const workspace of workspaces) store.addWorkspace(workspace);
    if (kind === 'demo') for (const run of runs) store.addRun(run);
    else store.addRuns(progress ? counted(runs, progress) : runs);
  });
}

function* counted(runs: Iterable<Run>, progress: (runs: number) => void): Generator<Run> {
  let count = 0;
  for (const run of runs) {
    yield run;
    count += 1;
    if (count % 2000 === 0) progress(count);
  }
  progress(count);
}

/** Numbers from 0 to 1 that are the same each time, and look like chance. (Mulberry32.) */
export function createChance(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 16 letters and digits, as the platform's IDs have. */
export function idFrom(chance: () => number): string {
  let id = '';
  // One number is good for five letters.
  for (let n = Math.floor(chance() * 916_132_832); id.length < 16; n = Math.floor(n / 62)) {
    if (id.length % 5 === 0 && id.length > 0) n = Math.floor(chance() * 916_132_832);
    id += letters[n % 62];
  }
  return id;
}
