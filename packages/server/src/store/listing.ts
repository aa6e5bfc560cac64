import {
  addRange,
  type Counts,
  countAll,
  countInRange,
  type DateRange,
  datesOfPart,
  fractionIn,
  isBounded,
  lookUpCost,
  sum,
} from './counts.ts';
import type { Row, Transaction } from './database.ts';
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
  return page.offset < plan.total && stepsTo(plan, page).cost > expensive;
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
const sortCost = 8;

/** The cost of each index: the number of its entries that must be read. */
function costsOf({ match, statuses, total, inRange, installation }: Plan, steps: number): Map<Walk, number> {
  const costs = new Map<Walk, number>();
  const entryCost = match ? 1 + lookUpCost : 1;
  // Only a part of the entries in the date range matches.
  costs.set('age', ((steps * inRange) / total) * entryCost);
  if (statuses?.length === 1) costs.set('status', ((steps * sum(installation, statuses)) / total) * entryCost);
  else if (statuses) costs.set('status', sum(installation, statuses) * (entryCost + sortCost));
  if (match && match.runId === undefined) costs.set('workspace', total * (1 + partToSort(total, steps) * sortCost));
  return costs;
}

/** The part of the matching runs that is sorted to reach a page: some more than precede it, because dates are uneven. */
function partToSort(total: number, steps: number): number {
  return Math.min(1, (steps / total) * 1.2);
}

interface Steps {
  /** The index with the fewest entries to read. */
  walk: Walk;
  cost: number;
  /** Whether the page is nearer to the end of the listing, so that the walk begins with the oldest run. */
  isFromOldest: boolean;
  /** How many runs the walk passes over before it reaches the page. */
  skipped: number;
  /** How many runs the page has. */
  count: number;
}

/** Chooses how to reach a page. */
function stepsTo(plan: Plan, { size, offset }: PageOf): Steps {
  const count = Math.min(size, plan.total - offset);
  const olderRuns = plan.total - offset - count;
  const isFromOldest = olderRuns < offset;
  const skipped = isFromOldest ? olderRuns : offset;
  const [cheapest] = [...costsOf(plan, skipped + count)].sort(([, a], [, b]) => a - b);
  const [walk, cost] = cheapest ?? ['age', 0];
  return { walk, cost, isFromOldest, skipped, count };
}

const columns = runColumns.map(({ name }) => `r.${name}`).join(', ');

/** Reading this number of rows costs less than a join of the table with the entries of an index. */
const fewRows = 200;

async function readPage(tx: Transaction, plan: Plan, page: PageOf): Promise<Run[]> {
  const steps = stepsTo(plan, page);
  const { walk, isFromOldest, skipped, count } = steps;
  const part = partToSort(plan.total, skipped + count);

  let rows: Row[] = [];
  if (walk === 'workspace' && part < 1) {
    const range = await datesOfPart(tx, plan.range, { part, isOlderEnd: isFromOldest });
    rows = await readRows(tx, { ...plan, range }, steps);
  }
  // These dates have the whole page, or too few runs.
  if (rows.length < count) rows = await readRows(tx, plan, steps);
  const runs = rows.map(toRun);
  return isFromOldest ? runs.reverse() : runs;
}

/**
 * Reads rows from an end of the listing. Where many runs come before them, reads only the IDs along the index, which covers
 * them, then the other columns of these runs from the table.
 */
function readRows(tx: Transaction, { match, statuses, range }: Plan, steps: Steps): Promise<Row[]> {
  const { walk, cost, isFromOldest, skipped, count } = steps;
  const query = createQuery(tx);
  addRange(query, range);
  addMatch(query, match, { isFilter: walk !== 'workspace' });
  addStatuses(query, statuses, walk);
  const direction = isFromOldest ? 'asc' : 'desc';
  const createdAt = walk === 'workspace' ? query.withoutIndex('r.created_at') : 'r.created_at';
  const ordered = `from runs r ${query.where()} order by ${createdAt} ${direction}, r.id ${direction}
    limit ${query.bind(count)} offset ${query.bind(skipped)}`;
  const sql =
    cost <= fewRows
      ? `select ${columns} ${ordered}`
      : `select ${columns} from (select r.id, r.created_at ${ordered}) page cross join runs r where r.id = page.id
          order by page.created_at ${direction}, page.id ${direction}`;
  return tx.all(sql, query.values);
}

function addStatuses(query: Query, statuses: readonly string[] | undefined, walk: Walk): void {
  if (!statuses) return;
  const column = walk === 'age' ? query.withoutIndex('r.status') : 'r.status';
  const [only] = statuses;
  if (statuses.length === 1) query.add(`${column} = ${query.bind(only as string)}`);
  else query.add(query.isIn(column, statuses));
}
