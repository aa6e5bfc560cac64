import { closeSync, constants, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { printable, printableJson } from '@tfe-admin-runs/command';
import { CommandError } from '../errors.ts';
import type { CancelEvent, PlanEvent } from './events.ts';

/** A file of events, one line of JSON each. */
export interface Audit {
  file: string;
  /** Returns when the line is on the disk. Throws a `CommandError` if it cannot be. */
  append: (event: CancelEvent) => void;
  close: () => void;
}

/** Opens a file for appending. With `create` it need not be there; its owner alone can read it then. */
export function openAudit(file: string, { create }: { create: boolean }): Audit {
  function attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new CommandError(`Cannot write ${printable(file)}: ${(error as Error).message}`);
    }
  }

  const flags = constants.O_APPEND | constants.O_RDWR | (create ? constants.O_CREAT : 0);
  const descriptor = attempt(() => openSync(file, flags, 0o600));
  let isTorn = attempt(() => endsTorn(descriptor));
  return {
    file,
    append(event) {
      const line = `${isTorn ? '\n' : ''}${printableJson(JSON.stringify(event))}\n`;
      isTorn = true;
      attempt(() => writeWhole(descriptor, Buffer.from(line)));
      isTorn = false;
    },
    close: () => closeSync(descriptor),
  };
}

/** Whether the last line is incomplete, because the disk was full or the program was killed. */
function endsTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  fsyncSync(descriptor);
}

/** What an audit file says about the cancels that it records. */
export interface Recorded {
  /** The last plan. */
  plan: PlanEvent;
  /** Runs of its installation that may have been canceled: an attempt has no outcome, or that is in doubt. */
  inDoubt: string[];
  /** The runs of the plan that are neither done nor refused nor in doubt. */
  remaining: string[];
  /** Lines that are not events. */
  unreadable: number;
}

/** Reads what was recorded. Throws a `CommandError` if there is no plan in the file. */
export function readAudit(file: string): Recorded {
  const lines = read(file)
    .split('\n')
    .filter((line) => line !== '');
  const events = lines.map(parse).filter((event) => event !== undefined);
  const plan = events.findLast((event) => event.event === 'plan');
  if (!plan)
    throw new CommandError(`${printable(file)} has no plan to go on with. --resume takes a file that --audit wrote`);

  const last = lastEvents(events, plan.address);
  const inDoubt = [...last].filter(([, event]) => isDoubtful(event)).map(([run]) => run);
  const remaining = plan.runs.map(({ id }) => id).filter((id) => isRemaining(last.get(id)));
  return { plan, inDoubt, remaining, unreadable: lines.length - events.length };
}

/** The last event of each run of an installation. An event is about the installation of the plan before it. */
function lastEvents(events: readonly CancelEvent[], address: string): Map<string, CancelEvent['event']> {
  const last = new Map<string, CancelEvent['event']>();
  let current: string | undefined;
  for (const event of events) {
    if (event.event === 'plan') {
      current = event.address;
      // A later plan decides anew about its runs, except about those in doubt.
      for (const { id } of event.runs) if (!isDoubtful(last.get(id))) last.delete(id);
    } else if (current === address) last.set(event.run, event.event);
  }
  return last;
}

function isDoubtful(event: CancelEvent['event'] | undefined): boolean {
  return event === 'attempt' || event === 'in-doubt';
}

function isRemaining(event: CancelEvent['event'] | undefined): boolean {
  return event === undefined || event === 'failed' || event === 'not-tried';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`Cannot read ${printable(file)}: ${(error as Error).message}`);
  }
}

/** Whether a run of a plan has all that decides whether it may be canceled. */
function isPlanned(run: { id: unknown; status: unknown }): boolean {
  return isText(run.id) && isText(run.status);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Undefined if the line is not an event. */
function parse(line: string): CancelEvent | undefined {
  try {
    const event = JSON.parse(line);
    const isPlan =
      event.event === 'plan' && isText(event.address) && isText(event.comment) && event.runs.every(isPlanned);
    const isAboutRun = isText(event.run) && isText(event.event);
    return isPlan || isAboutRun ? event : undefined;
  } catch {
    return undefined;
  }
}
