import { printable } from '@tfe-admin-runs/command';
import type { Output } from '../host.ts';
import type { Column } from '../output/column.ts';
import { count } from '../output/count.ts';
import { ageColumn } from '../output/run-columns.ts';
import { formatTable } from '../output/table.ts';
import { placeOf } from '../run-record.ts';
import type { Session } from '../session.ts';
import type { Outcome, OutcomeEvent, PlannedRun } from './events.ts';
import type { Plan } from './plan.ts';

const planColumns: Column<PlannedRun>[] = [
  { title: 'RUN', cell: ({ id }) => id },
  { title: 'STATUS', cell: ({ status }) => status },
  ageColumn,
  { title: 'WORKSPACE', cell: placeOf, canShrink: true },
  { title: 'OWNERS', cell: ({ owners }) => owners.join(', '), canShrink: true },
];

/** The runs that would be canceled, as a table for the output. */
export async function formatPlan({ runs }: Plan, output: Output): Promise<string> {
  return formatTable(planColumns, runs, output);
}

/** Says what of a plan is not in its table: which runs are refused, and which are left for the next time. */
export function notePlan({ runs, refused, beyond }: Plan, session: Session): void {
  for (const { id, reason } of refused) session.note(`Not canceled: ${printable(id)} ${printable(reason)}`);
  if (beyond === 0) return;
  const rest = `${count(beyond, 'more run')} can be canceled`;
  session.note(`${rest}: run it again for the next ${runs.length}, or pass --max ${runs.length + beyond} for all`);
}

interface Result extends OutcomeEvent {
  planned: PlannedRun | undefined;
}

const styles = { done: 'green', refused: 'yellow', failed: 'red', 'in-doubt': 'red', 'not-tried': 'dim' } as const;

const outcomeColumns: Column<Result>[] = [
  { title: 'RUN', cell: ({ run }) => run },
  {
    title: 'RESULT',
    cell: ({ event }) => labelOf(event),
    plain: ({ event }) => event,
    style: ({ event }) => styles[event],
  },
  { title: 'WORKSPACE', cell: ({ planned }) => (planned ? placeOf(planned) : ''), canShrink: true },
  { title: 'REASON', cell: ({ reason }) => reason ?? '', canShrink: true },
];

/** Prints how each run ended. */
export async function printOutcomes(
  outcomes: readonly OutcomeEvent[],
  plan: Plan,
  { print, host }: Session,
): Promise<void> {
  const planned = new Map(plan.runs.map((run) => [run.id, run]));
  const results = outcomes.map((outcome) => ({ ...outcome, planned: planned.get(outcome.run) }));
  if (results.length > 0) print(await formatTable(outcomeColumns, results, host.stdout));
}

/** `3 done, 1 in doubt`. */
export function summarize(outcomes: readonly OutcomeEvent[]): string {
  const byOutcome = Map.groupBy(outcomes, ({ event }) => event);
  const order = Object.keys(styles) as Outcome[];
  const parts = order.flatMap((event) => {
    const own = byOutcome.get(event);
    return own ? `${own.length.toLocaleString('en')} ${labelOf(event)}` : [];
  });
  return parts.join(', ') || 'Nothing to cancel';
}

function labelOf(event: Outcome): string {
  return event.replace('-', ' ');
}
