import { type StatusGroup, statusGroup } from '@tfe-admin-runs/types';
import { exitCodes } from '../exit-codes.ts';
import { type FilterOptions, toParams } from '../filters.ts';
import type { Column } from '../output/column.ts';
import { printJson } from '../output/print.ts';
import { formatTable } from '../output/table.ts';
import type { Session } from '../session.ts';

interface CountsOptions extends Pick<FilterOptions, 'q' | 'from' | 'to'> {
  json?: true | undefined;
}

interface Row {
  what: string;
  runs: number;
  isGroup: boolean;
}

export type Group = StatusGroup | 'other';
const groups: Group[] = ['queued', 'running', 'waiting', 'final', 'other'];

/** Prints how many runs there are, by group and status. Returns the exit code. */
export async function runCounts(options: CountsOptions, session: Session): Promise<number> {
  const { q, from, to } = await toParams(options, session);
  const summary = await session.client.summary({ q, from, to }, { signal: session.interrupt });
  if (options.json) printJson(session, summary);
  else session.print(await formatTable(columns, toRows(summary), session.host.stdout));
  return exitCodes.done;
}

const columns: Column<Row>[] = [
  {
    title: 'RUNS',
    cell: ({ what, isGroup }) => (isGroup ? what : `  ${what}`),
    plain: ({ what }) => what,
    style: ({ isGroup }) => (isGroup ? 'bold' : 'reset'),
  },
  { title: 'COUNT', cell: ({ runs }) => runs.toLocaleString('en'), plain: ({ runs }) => String(runs) },
];

type Summary = Awaited<ReturnType<Session['client']['summary']>>;

/** Each group with the statuses in it that have runs, and the total. */
export function toRows({ total, byGroup, byStatus }: Summary): Row[] {
  const rows = groups
    .filter((group) => byGroup[group] > 0)
    .flatMap((group) => {
      const statuses = Object.entries(byStatus).filter(
        ([status, runs]) => runs && (statusGroup(status) ?? 'other') === group,
      );
      const inGroup = statuses.map(([what, runs]) => ({ what, runs: runs as number, isGroup: false }));
      return [{ what: group, runs: byGroup[group], isGroup: true }, ...inGroup];
    });
  return [...rows, { what: 'total', runs: total, isGroup: true }];
}
