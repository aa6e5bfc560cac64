import type { Transaction } from './database.ts';
import { createQuery, type Query } from './query.ts';
import { integer, text } from './rows.ts';
import { addMatch, type Match } from './search.ts';

/** How many runs are in each status. Statuses without a run are absent. */
export type Counts = Map<string, number>;

/** Milliseconds since 1970, both inclusive; undefined for no limit. */
export interface DateRange {
  from: number | undefined;
  to: number | undefined;
}

export function isBounded({ from, to }: DateRange): boolean {
  return from !== undefined || to !== undefined;
}

export function sum(counts: Counts, statuses: Iterable<string> = counts.keys()): number {
  let total = 0;
  for (const status of statuses) total += counts.get(status) ?? 0;
  return total;
}

/** Counts the matching runs of all dates, by means of the counters. */
export async function countAll(tx: Transaction, match: Match | undefined): Promise<Counts> {
  if (!match) return toCounts(await tx.all("select status, n from run_counts where scope = '' and n > 0"));
  const { workspaceIds, runId } = match;
  const query = createQuery(tx);
  query.add(query.isIn('scope', workspaceIds));
  query.add('n > 0');
  const rows = workspaceIds.length === 0 ? [] : await tx.all(sumByStatus(query), query.values);
  const counts = toCounts(rows);
  if (runId === undefined) return counts;
  const [run] = await tx.all('select status from runs where id = $1', [runId]);
  if (run) counts.set(text(run[0]), (counts.get(text(run[0])) ?? 0) + 1);
  return counts;
}

function sumByStatus(query: Query): string {
  return `select status, cast(sum(n) as bigint) from run_counts ${query.where()} group by status`;
}

function toCounts(rows: readonly (readonly unknown[])[]): Counts {
  return new Map(rows.map(([status, n]) => [text(status), integer(n)]));
}

interface RangeOptions {
  match: Match | undefined;
  range: DateRange;
  /** The matching runs of all dates. */
  all: Counts;
  /** The part of all runs, from 0 to 1, that is in the range: an estimate. */
  fraction: number;
  /** The number of runs in the installation. */
  installation: number;
}

/** Counts the matching runs in a range of dates. If fewer runs are outside the range, counts those, and subtracts. */
export async function countInRange(tx: Transaction, options: RangeOptions): Promise<Counts> {
  const { match, range, all, fraction } = options;
  if (match && isCheaperByWorkspace(options)) return countByWorkspace(tx, match, range);
  const where = { match, statuses: [...all.keys()] };
  if (fraction <= 0.5) return countByStatus(tx, { ...where, range });
  const counts = new Map(all);
  for (const outside of complementOf(range)) {
    const less = await countByStatus(tx, { ...where, range: outside });
    for (const [status, n] of less) counts.set(status, (counts.get(status) ?? 0) - n);
  }
  for (const [status, n] of counts) if (n === 0) counts.delete(status);
  return counts;
}

/** Looking up the workspace of a run in a list costs about as much as reading this number of index entries. */
export const lookUpCost = 3;

/** Whether reading every matching run costs less than reading every run in the range, or outside it. */
function isCheaperByWorkspace({ all, fraction, installation }: RangeOptions): boolean {
  const entries = Math.min(fraction, 1 - fraction) * installation;
  return sum(all) < (entries * (1 + lookUpCost)) / 2;
}

function complementOf({ from, to }: DateRange): DateRange[] {
  const ranges: DateRange[] = [];
  if (from !== undefined) ranges.push({ from: undefined, to: from - 1 });
  if (to !== undefined) ranges.push({ from: to + 1, to: undefined });
  return ranges;
}

interface Where {
  match: Match | undefined;
  /** Every status that can occur, because the index begins with the status. */
  statuses: string[];
  range: DateRange;
}

async function countByStatus(tx: Transaction, { match, statuses, range }: Where): Promise<Counts> {
  const query = createQuery(tx);
  query.add(query.isIn('r.status', statuses));
  addRange(query, range);
  addMatch(query, match, { isFilter: true });
  const sql = `select r.status, count(*) from runs r ${query.where()} group by r.status`;
  return toCounts(await tx.all(sql, query.values));
}

/** Counts along the index of workspaces. The inner groups are in its order, so that nothing is sorted. */
async function countByWorkspace(tx: Transaction, match: Match, range: DateRange): Promise<Counts> {
  const query = createQuery(tx);
  addMatch(query, match, { isFilter: false });
  addRange(query, range);
  const groups = `select r.status, count(*) as n from runs r ${query.where()} group by r.workspace_id, r.status`;
  const sql = `select status, cast(sum(n) as bigint) from (${groups}) as groups group by status`;
  return toCounts(await tx.all(sql, query.values));
}

export function addRange(query: Query, { from, to }: DateRange): void {
  if (from !== undefined) query.add(`r.created_at >= ${query.bind(from)}`);
  if (to !== undefined) query.add(`r.created_at <= ${query.bind(to)}`);
}

/** Estimates which part of all runs is in a range, as if runs were created evenly over time. */
export async function fractionIn(tx: Transaction, range: DateRange): Promise<number> {
  const all = await datesOf(tx);
  if (!all) return 0;
  const { oldest, newest } = clip(all, range);
  if (newest < oldest) return 0;
  return all.newest === all.oldest ? 1 : (newest - oldest) / (all.newest - all.oldest);
}

/** Estimates which dates a part of the runs in a range has: those at its older or at its newer end. */
export async function datesOfPart(
  tx: Transaction,
  range: DateRange,
  { part, isOlderEnd }: { part: number; isOlderEnd: boolean },
): Promise<DateRange> {
  const all = await datesOf(tx);
  if (!all) return range;
  const { oldest, newest } = clip(all, range);
  const length = Math.ceil((newest - oldest) * part);
  return isOlderEnd ? { ...range, to: oldest + length } : { ...range, from: newest - length };
}

interface Dates {
  oldest: number;
  newest: number;
}

/** When the oldest and the newest run were created. Undefined if there are no runs. */
async function datesOf(tx: Transaction): Promise<Dates | undefined> {
  const [row] = await tx.all(`select
    (select created_at from runs order by created_at, id limit 1),
    (select created_at from runs order by created_at desc, id desc limit 1)`);
  const [oldest, newest] = row ?? [];
  return typeof oldest === 'number' && typeof newest === 'number' ? { oldest, newest } : undefined;
}

function clip({ oldest, newest }: Dates, { from, to }: DateRange): Dates {
  return { oldest: Math.max(from ?? oldest, oldest), newest: Math.min(to ?? newest, newest) };
}
