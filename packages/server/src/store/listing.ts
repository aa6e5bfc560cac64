import {
  addRange,
  type Counts,
  countAll,
  countInRange,
  type DateRange,
  fractionIn,
  isBounded,
  lookUpCost,
  sum,
} from './counts.ts';
import type { Transaction } from './database.ts';
import { createQuery, type Query } from './query.ts';
import { type Run, runColumns, toRun } from './rows.ts';
import { addMatch, type Match, search } from './search.ts';

/** Which runs to list. An absent part does not filter. */
export interface Filter {
  q?: string | undefined;
  /** Only these statuses; an empty list matches nothing. */
  statuses?: readonly string[] | undefined;
  /** Milliseconds since 1970, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface PageOf {
  size: number;
  /** How many runs come before the page. */
  offset: number;
}

export interface Listing {
  /** The runs of the page, newest first. */
  runs: Run[];
  /** How many runs match the filter without its statuses, by status. */
  counts: Counts;
  /** How many runs match the filter. */
  total: number;
}

/** The facts about a listing that decide how to read its page. */
interface Plan {
  match: Match | undefined;
  range: DateRange;
  counts: Counts;
  /** The requested statuses that occur; undefined for all. */
  statuses: string[] | undefined;
  total: number;
  /** All runs in the date range, regardless of the other filters: an estimate. */
  inRange: number;
  /** Runs of each status in the installation. */
  installation: Counts;
}

/** Lists a page of runs. */
export async function listRuns(tx: Transaction, filter: Filter, page: PageOf): Promise<Listing> {
  const plan = await makePlan(tx, filter);
  const { counts, total } = plan;
  const runs = page.offset < total ? await readPage(tx, plan, page) : [];
  return { runs, counts, total };
}

/** Reading more index entries than this takes too long to do while other requests wait. */
const expensive = 20_000;

/** Whether a listing may read so many index entries that other requests should not wait for it. */
export async function isExpensive(
  tx: Transaction,
  { filter, page }: { filter: Filter; page: PageOf },
): Promise<boolean> {
  const installation = await countAll(tx, undefined);
  const size = sum(installation);
  if (size <= expensive) return false;
  if (filter.q !== undefined || isBounded({ from: filter.from, to: filter.to })) return true;
  const plan = await makePlan(tx, filter);
  if (page.offset >= plan.total) return false;
  const { skipped, count } = walkOf(plan, page);
  return Math.min(...costsOf(plan, skipped + count).values()) > expensive;
}

async function makePlan(tx: Transaction, { q, statuses, from, to }: Filter): Promise<Plan> {
  const range = { from, to };
  const match = await search(tx, q);
  const installation = await countAll(tx, undefined);
  const all = match ? await countAll(tx, match) : installation;
  const size = sum(installation);

  let counts = all;
  let inRange = size;
  if (isBounded(range) && all.size > 0) {
    const fraction = await fractionIn(tx, range);
    inRange = fraction * size;
    counts = await countInRange(tx, { match, range, all, fraction, installation: size });
  }
  const occurring = statuses?.filter((status) => counts.has(status));
  return { match, range, counts, statuses: occurring, total: sum(counts, occurring), inRange, installation };
}

type Walk = 'age' | 'status' | 'workspace';

/** Sorting a run costs about as much as reading this number of index entries. */
const sortCost = 2;

/** The cost of each index: the number of its entries that must be read. */
function costsOf({ match, statuses, total, inRange, installation }: Plan, steps: number): Map<Walk, number> {
  const costs = new Map<Walk, number>();
  const entryCost = match ? 1 + lookUpCost : 1;
  // Only a part of the entries in the date range matches.
  costs.set('age', ((steps * inRange) / total) * entryCost);
  if (statuses?.length === 1) costs.set('status', ((steps * sum(installation, statuses)) / total) * entryCost);
  else if (statuses) costs.set('status', sum(installation, statuses) * (entryCost + sortCost));
  if (match && match.runId === undefined) costs.set('workspace', total * (1 + sortCost));
  return costs;
}

/** Chooses the index with the fewest entries to read. */
function chooseWalk(plan: Plan, steps: number): { walk: Walk; cost: number } {
  const [cheapest] = [...costsOf(plan, steps)].sort(([, a], [, b]) => a - b);
  const [walk, cost] = cheapest ?? ['age', 0];
  return { walk, cost };
}

/** How to reach a page from the nearer end. */
function walkOf({ total }: Plan, { size, offset }: PageOf) {
  const count = Math.min(size, total - offset);
  const fromOldest = total - offset - count;
  const isNearerToOldest = fromOldest < offset;
  return { count, isNearerToOldest, skipped: isNearerToOldest ? fromOldest : offset };
}

const columns = runColumns.map(({ name }) => `r.${name}`).join(', ');

/** Reading this number of rows costs less than a join of the table with the entries of an index. */
const fewRows = 200;

/**
 * Reads the page along one index, beginning at the page's nearer end. Where many runs come before it, reads only the IDs
 * along the index, which covers them, then the other columns of these runs from the table.
 */
async function readPage(tx: Transaction, plan: Plan, page: PageOf): Promise<Run[]> {
  const { match, statuses, range } = plan;
  const { count, isNearerToOldest, skipped } = walkOf(plan, page);
  const { walk, cost } = chooseWalk(plan, skipped + count);

  const query = createQuery(tx);
  addRange(query, range);
  addMatch(query, match, { isFilter: walk !== 'workspace' });
  addStatuses(query, statuses, walk);
  const direction = isNearerToOldest ? 'asc' : 'desc';
  const ordered = `from runs r ${query.where()} order by r.created_at ${direction}, r.id ${direction}
    limit ${query.bind(count)} offset ${query.bind(skipped)}`;
  const sql =
    cost <= fewRows
      ? `select ${columns} ${ordered}`
      : `select ${columns} from (select r.id, r.created_at ${ordered}) page cross join runs r where r.id = page.id
          order by page.created_at ${direction}, page.id ${direction}`;
  const runs = (await tx.all(sql, query.values)).map(toRun);
  return isNearerToOldest ? runs.reverse() : runs;
}

function addStatuses(query: Query, statuses: readonly string[] | undefined, walk: Walk): void {
  if (!statuses) return;
  const column = walk === 'age' ? query.withoutIndex('r.status') : 'r.status';
  const [only] = statuses;
  if (statuses.length === 1) query.add(`${column} = ${query.bind(only as string)}`);
  else query.add(query.isIn(column, statuses));
}
