import { setTimeout } from 'node:timers/promises';
import { AdminRunsError, ApiError } from '@tfe-admin-runs/client';
import type { RunStatus } from '@tfe-admin-runs/types';
import { statusGroups } from '@tfe-admin-runs/types';
import { type FilterOptions, toParams } from '../filters.ts';
import { count } from '../output/count.ts';
import { type JsonOption, pick, printJsonLine } from '../output/print.ts';
import { runColumns } from '../output/run-columns.ts';
import { formatTable } from '../output/table.ts';
import { readRuns } from '../read-runs.ts';
import { byAge, type RunRecord, recordOf } from '../run-record.ts';
import type { Session } from '../session.ts';

interface WatchOptions extends FilterOptions {
  /** Milliseconds. */
  interval: number;
  counts?: true | undefined;
  json?: JsonOption;
}

interface Snapshot {
  counts: Counts;
  runs: RunRecord[];
}

type Counts = Awaited<ReturnType<Session['client']['summary']>>;

/** Watched by default: what is queued or at work. */
const defaultStatuses: RunStatus[] = [...statusGroups.queued, ...statusGroups.running];

/** Shows runs, or their counts, again and again, until Ctrl-C. */
export async function runWatch(options: WatchOptions, session: Session): Promise<never> {
  const {
    interrupt,
    host: { stdout },
  } = session;
  const show = stdout.isTTY && !options.json ? createScreen(options, session) : createChanges(options, session);
  for (;;) {
    try {
      await show(await take(options, session));
    } catch (error) {
      if (!isPassing(error)) throw error;
      session.note(`${(error as Error).message}; trying again`);
    }
    await setTimeout(options.interval, undefined, { signal: interrupt }).catch(() => interrupt.throwIfAborted());
  }
}

/** Whether the next request may succeed: not if the token is wrong. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status >= 500;
  return error instanceof AdminRunsError;
}

async function take(options: WatchOptions, session: Session): Promise<Snapshot> {
  const { client, interrupt } = session;
  const params = await toParams(options, session);
  const counts = await client.summary({ q: params.q, from: params.from, to: params.to }, { signal: interrupt });
  if (options.counts) return { counts, runs: [] };
  const filter = { ...params, status: params.status ?? defaultStatuses };
  const runs = await Array.fromAsync(readRuns(session, filter, { include: ['workspace'] }), (run) =>
    recordOf(run, session),
  );
  return { counts, runs: runs.sort(byAge) };
}

/** Redraws in place on a terminal. */
function createScreen({ interval }: WatchOptions, session: Session) {
  const { stdout } = session.host;
  let height = 0;
  return async ({ counts, runs }: Snapshot): Promise<void> => {
    const { cutMiddle } = await import('../output/text.ts');
    const { queued, running, waiting, final, other } = counts.byGroup;
    const time = new Date(session.now()).toISOString().slice(0, 19).replace('T', ' ');
    const title = `${time} UTC, every ${interval / 1000} s, Ctrl-C ends`;
    const groups = `queued ${queued}  running ${running}  waiting ${waiting}  final ${final}  other ${other}`;
    const room = Math.max(1, (stdout.rows ?? 24) - 6);
    const table = (await formatTable(runColumns, runs.slice(0, room), stdout)).trimEnd().split('\n');
    const more = runs.length > room ? [count(runs.length - room, 'more run')] : [];
    // A line that wraps would spoil the redrawing.
    const [head, foot] = [[title, groups], more].map((texts) =>
      texts.map((text) => cutMiddle(text, stdout.columns || 80)),
    );
    const lines = [...(head ?? []), ...(runs.length > 0 ? ['', ...table, ...(foot ?? [])] : [])];
    const up = height > 0 ? `\x1b[${height}A\r` : '';
    session.print(`${up}\x1b[J${lines.join('\n')}\n`);
    height = lines.length;
  };
}

/** Prints one line of JSON for each change. */
function createChanges({ json }: WatchOptions, session: Session) {
  let former: { counts: string; runs: Map<string, RunRecord> } | undefined;
  return async ({ counts, runs }: Snapshot): Promise<void> => {
    const at = new Date(session.now()).toISOString();
    const print = (change: object) => printJsonLine(session, { at, ...change });
    const fieldsOf = (run: RunRecord) => pick(run, json ?? true);
    const now = new Map(runs.map((run) => [run.id, run]));

    const countsNow = JSON.stringify(counts);
    if (countsNow !== former?.counts) print({ event: 'counts', ...counts });
    for (const [id, run] of now) {
      const before = former?.runs.get(id);
      if (!before) print({ event: 'appeared', run: fieldsOf(run) });
      else if (before.status !== run.status) print({ event: 'changed', from: before.status, run: fieldsOf(run) });
    }
    for (const [id, run] of former?.runs ?? []) if (!now.has(id)) print({ event: 'left', run: fieldsOf(run) });
    former = { counts: countsNow, runs: now };
  };
}
