import { createInterface } from 'node:readline';
import { printable } from '@tfe-admin-runs/command';
import { CommandError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import type { PlannedRun } from './events.ts';

/** Whether there is a person to ask. */
export function canAsk({ host }: Session): boolean {
  return host.stdin.isTTY === true && host.stderr.isTTY === true;
}

/**
 * Asks for the number of runs, and for the name of the workspace of each run that is applying, or the run's ID if it has none.
 *
 * @throws {CommandError} if an answer differs.
 */
export async function confirm(runs: readonly PlannedRun[], session: Session): Promise<void> {
  // The terminal itself lets the user edit a line, and makes a signal of Ctrl-C.
  const input = createInterface({ input: session.host.stdin, terminal: false, signal: session.interrupt });
  try {
    const lines = input[Symbol.asyncIterator]();
    const these = runs.length === 1 ? 'this run' : 'these runs';
    await ask(`Type ${runs.length} to force-cancel ${these}: `, `${runs.length}`, lines, session);
    for (const run of runs) if (run.status === 'applying') await askAboutApplying(run, lines, session);
  } finally {
    input.close();
  }
}

type Lines = AsyncIterator<string, unknown>;

async function askAboutApplying({ id, workspace }: PlannedRun, lines: Lines, session: Session): Promise<void> {
  // A name without a visible character would be confirmed by an empty line.
  const name = printable(workspace ?? '').trim() || printable(id);
  const risk = `${printable(id)} is applying. What it has created and not yet saved is lost from the state of ${name}.`;
  await ask(`${risk}\nType ${name} to cancel it all the same: `, name, lines, session);
}

async function ask(question: string, expected: string, lines: Lines, { host, interrupt }: Session): Promise<void> {
  host.stderr.write(question);
  const answer = await lines.next();
  interrupt.throwIfAborted();
  // Ctrl-D ends the lines.
  if (!answer.done && answer.value.trim() === expected) return;
  throw new CommandError(`Nothing was canceled: the answer was not ${expected}`, exitCodes.incomplete);
}
