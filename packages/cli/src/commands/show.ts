import { printable } from '@tfe-admin-runs/command';
import { formatDuration } from '../duration.ts';
import { CommandError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { type JsonOption, pick, printJson } from '../output/print.ts';
import { styled } from '../output/styled.ts';
import { readRun } from '../read-runs.ts';
import {
  ageOf,
  describeOwner,
  type FullRun,
  ownersOf,
  placeOf,
  type RunDetails,
  type RunRecord,
  recordOf,
  type Step,
} from '../run-record.ts';
import type { Session } from '../session.ts';

/** Prints all that is known of each run. Returns the exit code. */
export async function runShow(
  ids: readonly string[],
  options: { json?: JsonOption },
  session: Session,
): Promise<number> {
  const found: RunDetails[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const run = await readRun(session, id);
    if (run) found.push(toDetails(run, session));
    else missing.push(id);
  }
  const { json } = options;
  if (json)
    printJson(
      session,
      found.map((run) => pick(run, json)),
    );
  else session.print(found.map((run) => format(run, session)).join('\n'));
  if (missing.length === 0) return exitCodes.done;
  throw new CommandError(`There is no run ${missing.map(printable).join(', ')}`, exitCodes.notFound);
}

function toDetails(run: FullRun, session: Session): RunDetails {
  const record = recordOf(run, session);
  return { ...record, owners: ownersOf(run), timeline: timelineOf(run, record, session.now()) };
}

function timelineOf({ attributes }: FullRun, { group }: RunRecord, now: number): Step[] {
  const times = Object.entries({ ...attributes['status-timestamps'] } as Record<string, string>);
  const statuses = times
    .map(([name, at]) => ({ step: name.replace(/-at$/, ''), time: Date.parse(at) }))
    .filter(({ time }) => Number.isFinite(time))
    .sort((a, b) => a.time - b.time);
  const created = { step: 'created', time: Date.parse(attributes['created-at']) };
  // The other times have no milliseconds, and would come first.
  const steps = Number.isFinite(created.time) ? [created, ...statuses] : statuses;
  return steps.map(({ step, time }, i) => {
    const end = steps[i + 1]?.time ?? (group === 'final' ? undefined : now);
    const duration = end === undefined ? null : Math.max(0, Math.floor((end - time) / 1000));
    return { step, at: new Date(time).toISOString(), duration };
  });
}

function format(run: RunDetails, { host }: Session): string {
  const facts: [string, string][] = [
    ['Status', `${run.status}${run.group === 'unknown' ? ' (unknown to this version)' : `, ${run.group}`}`],
    ['In it for', formatDuration(ageOf(run))],
    ['Workspace', placeOf(run)],
    ['Repository', run.repository ?? 'none'],
    ['Owners', run.owners.map(describeOwner).join(', ') || 'unknown'],
    ['Web', run.url ?? 'unknown'],
  ];
  const lines = facts.map(([name, value]) => `  ${name.padEnd(nameWidth)}${printable(value)}`);
  const steps = run.timeline.map(({ step, at, duration }) =>
    `  ${at.replace(/\.\d+Z$/, 'Z')}  ${printable(step).padEnd(stepWidth)}${duration === null ? '' : formatDuration(duration * 1000)}`.trimEnd(),
  );
  return `${[styled('bold', printable(run.id), host.stdout), ...lines, '', ...steps].join('\n')}\n`;
}

const nameWidth = 12;
const stepWidth = 22;
