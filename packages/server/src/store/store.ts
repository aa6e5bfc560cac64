import type { Database } from './database.ts';
import { type ForceCancel, forceCancel, type Outcome } from './force-cancel.ts';
import { type Depth, findIncluded, type Included } from './included.ts';
import { type Filter, type Listing, listRuns, type PageOf } from './listing.ts';
import { isEmpty } from './world.ts';

export interface ListInput {
  filter: Filter;
  page: PageOf;
  depth: Depth;
}

export type ListResult = Listing & Included;

/** What the server asks of its database. The world is filled by functions of `world.ts`, in a transaction of `write`. */
export interface Store extends Database {
  /** Lists a page of runs with what it includes, and the counts: all of one snapshot. */
  list(input: ListInput): Promise<ListResult>;
  forceCancel(input: ForceCancel): Promise<Outcome>;
  isEmpty(): Promise<boolean>;
}

export function createStore(database: Database): Store {
  const { read } = database;
  return {
    ...database,
    list({ filter, page, depth }) {
      return read(async (tx) => {
        const listing = await listRuns(tx, filter, page);
        return { ...listing, ...(await findIncluded(tx, listing.runs, depth)) };
      });
    },
    forceCancel: (input) => forceCancel(database, input),
    isEmpty: () => read(isEmpty),
  };
}
