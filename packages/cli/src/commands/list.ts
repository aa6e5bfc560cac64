import { exitCodes } from '../exit-codes.ts';
import { type FilterOptions, toParams } from '../filters.ts';
import { count } from '../output/count.ts';
import { type JsonOption, printRecords } from '../output/print.ts';
import { runColumns } from '../output/run-columns.ts';
import { readRuns } from '../read-runs.ts';
import { ageOf, type RunRecord, recordOf } from '../run-record.ts';
import type { Session } from '../session.ts';

interface ListOptions extends FilterOptions {
  /** Milliseconds in the present status. */
  olderThan?: number | undefined;
  limit: number;
  all?: true | undefined;
  json?: JsonOption;
}

/** Lists runs, newest first. Returns the exit code. */
export async function runList(options: ListOptions, session: Session): Promise<number> {
  const limit = options.all ? Infinity : options.limit;
  const { runs, more } =
    options.olderThan === undefined ? await readFirst(options, limit, session) : await readOld(options, limit, session);
  if (runs.length === 0) session.note('No run matches');
  await printRecords(session, { rows: runs, columns: runColumns, json: options.json });
  if (more > 0) session.note(`${count(more, 'more run')}: --all shows all, --limit N more`);
  return exitCodes.done;
}

interface Listing {
  runs: RunRecord[];
  /** How many more runs match. */
  more: number;
}

async function readFirst(options: FilterOptions, limit: number, session: Session): Promise<Listing> {
  const params = await toParams(options, session);
  const runs = await Array.fromAsync(readRuns(session, params, { include: ['workspace'], limit }), (run) =>
    recordOf(run, session),
  );
  if (runs.length < limit) return { runs, more: 0 };
  const { meta } = await session.client.list({ ...params, page: { size: 1 } }, { signal: session.interrupt });
  return { runs, more: Math.max(0, (meta?.pagination?.['total-count'] ?? 0) - runs.length) };
}

/** The API has no filter for the time in a status: reads all and keeps those that are old enough. */
async function readOld(options: ListOptions, limit: number, session: Session): Promise<Listing> {
  const params = await toParams(options, session);
  const old: RunRecord[] = [];
  for await (const run of readRuns(session, params, { include: ['workspace'] })) {
    const record = recordOf(run, session);
    if (ageOf(record) >= (options.olderThan ?? 0)) old.push(record);
  }
  return { runs: old.slice(0, limit), more: Math.max(0, old.length - limit) };
}
