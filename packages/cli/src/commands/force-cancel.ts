import { printable } from '@tfe-admin-runs/command';
import { noteAftermath } from '../cancel/aftermath.ts';
import { canAsk, confirm } from '../cancel/ask.ts';
import { type Audit, openAudit } from '../cancel/audit.ts';
import { cancelAll, settleDoubt } from '../cancel/bulk.ts';
import { outcome, timeOf } from '../cancel/cancel-run.ts';
import type { CancelEvent, OutcomeEvent, PlanEvent } from '../cancel/events.ts';
import { makePlan, type Plan } from '../cancel/plan.ts';
import { createProgress } from '../cancel/progress.ts';
import { formatPlan, notePlan, printOutcomes, summarize } from '../cancel/report.ts';
import { type Selection, type SelectOptions, select } from '../cancel/select.ts';
import { CommandError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { printJsonLine } from '../output/print.ts';
import type { GlobalOptions, Session } from '../session.ts';

export interface ForceCancelOptions extends SelectOptions, Pick<GlobalOptions, 'tokenStdin'> {
  yes?: true | undefined;
  dryRun?: true | undefined;
  allowApplying?: true | undefined;
  keepGoing?: true | undefined;
  max: number;
  audit?: string | undefined;
  json?: true | undefined;
}

/** Force-cancels runs after a preview. Returns the exit code. */
export async function runForceCancel(
  ids: readonly string[],
  options: ForceCancelOptions,
  session: Session,
): Promise<number> {
  assertConsistent(ids, options);
  const isDryRun = options.dryRun === true || (!options.yes && !canAsk(session));
  if (session.isReadOnly && !isDryRun)
    throw new CommandError('Nothing was canceled: --read-only and TFE_ADMIN_RUNS_READ_ONLY allow --dry-run only');

  const file = options.audit ?? options.resume;
  // Opened before anything else: a file that cannot be written should not be found out after the question.
  const audit = file !== undefined && !isDryRun ? openAudit(file, { create: options.resume === undefined }) : undefined;
  try {
    const selection = await select(ids, options, session);
    // What is resumed was agreed to before.
    const max = options.resume === undefined ? options.max : Infinity;
    const plan = makePlan(selection.candidates, { allowApplying: options.allowApplying === true, max }, session);
    if (isDryRun) return await preview(plan, selection, options, session);
    return await execute(plan, selection, { ...options, audit }, session);
  } finally {
    audit?.close();
  }
}

/** What commander cannot check. */
function assertConsistent(ids: readonly string[], options: ForceCancelOptions): void {
  const { stuck, fromFile, resume, comment, dryRun, tokenStdin, q, from, to, threshold } = options;
  const sources = [ids.length > 0, stuck, fromFile !== undefined, resume !== undefined].filter(Boolean);
  if (sources.length !== 1)
    throw new CommandError('Name the runs in one way: by their IDs, --stuck, --from-file FILE or --resume FILE');
  if (fromFile === '-' && tokenStdin)
    throw new CommandError('Standard input cannot have both the token and the IDs: write the IDs to a file');
  const hasFilter = [q, from, to, threshold].some((filter) => filter !== undefined);
  if (hasFilter && !stuck) throw new CommandError('--q, --from, --to and --threshold select among --stuck');
  if (!comment?.trim() && resume === undefined && !dryRun)
    throw new CommandError(
      'Say why, with --comment TEXT: those whose runs are canceled will ask. --dry-run needs none',
    );
}

async function preview(
  plan: Plan,
  selection: Selection,
  options: ForceCancelOptions,
  session: Session,
): Promise<number> {
  if (options.json) printJsonLine(session, planEvent(plan, selection, session));
  else if (plan.runs.length > 0) session.print(await formatPlan(plan, session.host.stdout));
  for (const { run, event, reason } of selection.settled)
    session.note(`In doubt was ${printable(run)}: ${event}, ${printable(reason ?? '')}`);
  notePlan(plan, session);
  const why = options.dryRun ? '' : ': there is no terminal to ask on. Pass --yes to cancel';
  session.note(plan.runs.length === 0 ? 'Nothing to cancel' : `Dry run, nothing was canceled${why}`);
  // A job that forgot --yes must not look as if it had canceled.
  const isComplete = options.dryRun || plan.runs.length + plan.refused.length === 0;
  return isComplete ? exitCodes.done : exitCodes.incomplete;
}

interface Execution extends Omit<ForceCancelOptions, 'audit'> {
  audit: Audit | undefined;
}

async function execute(plan: Plan, selection: Selection, options: Execution, session: Session): Promise<number> {
  const { host, interrupt } = session;
  const { record, failure } = createRecord(options, session);
  for (const event of selection.settled) record(event);
  if (plan.runs.length > 0) session.note((await formatPlan(plan, host.stderr)).trimEnd());
  notePlan(plan, session);
  if (plan.runs.length > 0 && !options.yes) await confirm(plan.runs, session);
  interrupt.throwIfAborted();
  record(planEvent(plan, selection, session));
  const lost = failure();
  if (lost) throw lost;

  // A reader that goes away stops it as Ctrl-C does, not in the middle of a request.
  const reader = new AbortController();
  host.onClosedOutput(() => reader.abort());
  const bulk = {
    comment: selection.comment,
    allowApplying: options.allowApplying === true,
    keepGoing: options.keepGoing === true,
    record,
    progress: createProgress(plan.runs.length, session),
    isStopped: () => host.interrupt.aborted || reader.signal.aborted || failure() !== undefined,
  };
  const outcomes = await cancelAll(plan.runs, bulk, session);
  const ended = await settleAll(outcomes, record, session);
  for (const event of ended) if (event.event === 'not-tried') record(event);
  // What was in doubt, and is not tried again.
  const settled = selection.settled.filter((event) => !plan.runs.some(({ id }) => id === event.run));
  return report([...settled, ...ended], plan, { options, failure: failure(), session });
}

/** Writes events to the audit file and, with `--json`, to stdout. */
function createRecord({ audit, json }: Execution, session: Session) {
  let failure: CommandError | undefined;
  return {
    /** Why the audit file could not be written, once it could not. */
    failure: () => failure,
    /** Throws at the attempt that cannot be recorded; what was done already is reported all the same. */
    record(event: CancelEvent): void {
      if (json) printJsonLine(session, event);
      if (failure) return;
      try {
        audit?.append(event);
      } catch (error) {
        failure = error as CommandError;
        if (event.event === 'attempt') throw error;
      }
    },
  };
}

function planEvent({ runs, refused, beyond }: Plan, { comment }: Selection, session: Session): PlanEvent {
  return { event: 'plan', at: timeOf(session), address: session.credentials.address, comment, runs, refused, beyond };
}

/** Reads the runs in doubt once more. */
async function settleAll(
  outcomes: readonly OutcomeEvent[],
  record: (event: CancelEvent) => void,
  session: Session,
): Promise<OutcomeEvent[]> {
  const ended: OutcomeEvent[] = [];
  for (const first of outcomes) {
    const settled = first.event === 'in-doubt' ? await settleDoubt(first.run, session) : undefined;
    if (settled) record(settled);
    ended.push(settled ?? first);
  }
  return ended;
}

interface Report {
  options: Execution;
  /** Why the audit file could not be written. */
  failure: CommandError | undefined;
  session: Session;
}

/** Says how it ended, and what follows. Returns the exit code. */
async function report(ended: OutcomeEvent[], plan: Plan, { options, failure, session }: Report): Promise<number> {
  const refused = plan.refused.map(({ id, reason }) => outcome(session, id, 'refused', reason));
  const all = [...ended, ...refused];
  if (!options.json) await printOutcomes(all, plan, session);
  session.note(summarize(all));
  if (failure) session.host.stderr.write(`${failure.message}. It was stopped there\n`);

  const isOpen = ended.some(({ event }) => event === 'in-doubt' || event === 'failed' || event === 'not-tried');
  if ((isOpen || failure) && options.audit)
    session.note(`Go on with \`tfe-admin-runs force-cancel --resume ${printable(options.audit.file)}\``);
  if (session.host.interrupt.aborted) return exitCodes.interrupted;

  const done = new Set(ended.filter(({ event }) => event === 'done').map(({ run }) => run));
  await noteAftermath(
    plan.runs.filter(({ id }) => done.has(id)),
    session,
  );
  const isComplete = done.size === all.length && !failure;
  return isComplete ? exitCodes.done : exitCodes.incomplete;
}
