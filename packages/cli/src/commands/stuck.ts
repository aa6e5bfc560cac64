import { exitCodes } from '../exit-codes.ts';
import { count } from '../output/count.ts';
import { type JsonOption, printRecords } from '../output/print.ts';
import { runColumns } from '../output/run-columns.ts';
import { formatTable } from '../output/table.ts';
import { byAge, type RunRecord } from '../run-record.ts';
import type { Session } from '../session.ts';
import { findStuck, type StuckOptions } from '../stuck/find-stuck.ts';
import { sourceColumns, sourcesOf } from '../stuck/groups.ts';

interface Options extends StuckOptions {
  limit: number;
  all?: true | undefined;
  failIfAny?: true | undefined;
  json?: JsonOption;
}

/** More stuck runs than this are shown by what they have in common. */
const many = 10;
/** As many queued runs, with nothing stuck, look like a lack of capacity. */
const manyQueued = 20;

const hints = `Look at one:         tfe-admin-runs show ID
Preview the cancel:  tfe-admin-runs force-cancel --stuck --dry-run`;

/** Prints the runs that have been at work for too long. Returns the exit code. */
export async function runStuck(options: Options, session: Session): Promise<number> {
  const { json, limit } = options;
  const runs: RunRecord[] = [];
  for await (const { record } of findStuck(options, session, ['workspace'])) runs.push(record);
  runs.sort(byAge);
  const isForPeople = session.host.stdout.isTTY && !json;
  if (runs.length === 0) await explainNone(options, session);
  else session.note(`${count(runs.length, 'run')} stuck`);

  const sources = isForPeople && runs.length > many ? sourcesOf(runs) : [];
  if (sources.length > 0) session.print(`${await formatTable(sourceColumns, sources, session.host.stdout)}\n`);
  // Programs get all of them.
  const shown = isForPeople && !options.all ? runs.slice(0, limit) : runs;
  await printRecords(session, { rows: shown, columns: runColumns, json });
  if (shown.length < runs.length) session.note(`${count(runs.length - shown.length, 'more run')}: --all shows all`);
  if (isForPeople && runs.length > 0) session.note(hints);
  return options.failIfAny && runs.length > 0 ? exitCodes.incomplete : exitCodes.done;
}

/** Nothing is stuck: says so, and whether too much is queued instead. */
async function explainNone({ q, from, to }: StuckOptions, session: Session): Promise<void> {
  session.note('No run is stuck');
  if (session.isQuiet) return;
  const { byGroup } = await session.client.summary({ q }, { signal: session.interrupt });
  if (from || to || byGroup.queued < manyQueued) return;
  session.note(
    `But ${count(byGroup.queued, 'run')} ${byGroup.queued === 1 ? 'is' : 'are'} queued, and ${byGroup.running} at work: this looks like a lack of capacity, which a force-cancel does not cure.
Look at:
  - the concurrency of the nodes (TFE_CAPACITY_CONCURRENCY) and their memory
  - agent pools: are their agents idle, or gone?
  - the storage and the database of the installation
  - the source of the queue: \`tfe-admin-runs list --group queued --all\``,
  );
}
