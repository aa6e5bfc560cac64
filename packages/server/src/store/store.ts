import type { Database, Transaction } from './database.ts';
import { type ForceCancel, forceCancel, type Outcome } from './force-cancel.ts';
import { type Depth, findIncluded, type Included } from './included.ts';
import { type Filter, isExpensive, type Listing, listRuns, type PageOf } from './listing.ts';
import { isEmpty } from './world.ts';

export interface ListInput {
  filter: Filter;
  page: PageOf;
  depth: Depth;
}

export type ListResult = Listing & Included;

/** The server's queries. The functions of `world.ts` fill the database, in a transaction of `write`. */
export interface Store extends Database {
  /** Lists a page of runs with what it includes, and the counts: all of one snapshot. */
  list(input: ListInput): Promise<ListResult>;
  forceCancel(input: ForceCancel): Promise<Outcome>;
  isEmpty(): Promise<boolean>;
}

/** Lists in another thread, so that a slow listing does not block other requests. */
interface Lister {
  list(input: ListInput): Promise<ListResult>;
  close(): Promise<void>;
}

export function createStore(database: Database, lister?: Lister): Store {
  const { read } = database;
  return {
    ...database,
    async list(input) {
      if (!lister) return read((tx) => list(tx, input));
      const result = await read(async (tx) => ((await isExpensive(tx, input)) ? undefined : list(tx, input)));
      return result ?? lister.list(input);
    },
    forceCancel: (input) => forceCancel(database, input),
    isEmpty: () => read(isEmpty),
    async close() {
      await lister?.close();
      await database.close();
    },
  };
}

export async function list(tx: Transaction, { filter, page, depth }: ListInput): Promise<ListResult> {
  const listing = await listRuns(tx, filter, page);
  return { ...listing, ...(await findIncluded(tx, listing.runs, depth)) };
}
