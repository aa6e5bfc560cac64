import { createInterface } from 'node:readline';
import { CommandError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { printable } from '../output/text.ts';
import type { Session } from '../session.ts';
import type { PlannedRun } from './events.ts';

/** Whether there is a person to ask. */
export function canAsk({ host }: Session): boolean {
  return host.stdin.isTTY === true && host.stderr.isTTY === true;
}

/**
 * Asks for the number of runs, and for the name of the workspace of each run that is applying.
 *
 * @throws {CommandError} if an answer differs.
 */
export async function confirm(runs: readonly PlannedRun[], session: Session): Promise<void> {
  const these = runs.length === 1 ? 'this run' : 'these runs';
  await ask(`Type ${runs.length} to force-cancel ${these}: `, `${runs.length}`, session);
  for (const { id, status, workspace } of runs) {
    if (status !== 'applying') continue;
    const name = printable(workspace ?? id);
    const risk = `${printable(id)} is applying. What it has created and not yet saved is lost from the state of ${name}.`;
    await ask(`${risk}\nType ${name} to cancel it all the same: `, name, session);
  }
}

async function ask(question: string, expected: string, { host, interrupt }: Session): Promise<void> {
  host.stderr.write(question);
  // The terminal itself lets the user edit the line, and makes a signal of Ctrl-C.
  const input = createInterface({ input: host.stdin, terminal: false, signal: interrupt });
  const answer = await new Promise<string>((resolve) => {
    input.once('line', resolve);
    // Ctrl-D, or Ctrl-C.
    input.once('close', () => resolve(''));
  });
  input.close();
  interrupt.throwIfAborted();
  if (answer.trim() === expected) return;
  throw new CommandError(`Nothing was canceled: the answer was not ${expected}`, exitCodes.incomplete);
}
