import { createReadStream } from 'node:fs';
import { printable } from '@tfe-admin-runs/command';
import { statusGroups } from '@tfe-admin-runs/types';
import { CommandError } from '../errors.ts';
import { count } from '../output/count.ts';
import { isRunId, readRun, readRuns } from '../read-runs.ts';
import { byAge, type FullRun } from '../run-record.ts';
import type { Session } from '../session.ts';
import { findStuck, type StuckOptions, type StuckRun } from '../stuck/find-stuck.ts';
import { readAudit } from './audit.ts';
import { settleDoubt } from './bulk.ts';
import type { OutcomeEvent } from './events.ts';
import type { Candidate } from './plan.ts';

/** Which runs are asked for, in exactly one way. */
export interface SelectOptions extends StuckOptions {
  stuck?: true | undefined;
  fromFile?: string | undefined;
  resume?: string | undefined;
  comment?: string | undefined;
}

/** What is selected, and what a former invocation has agreed to. */
export interface Selection {
  candidates: Candidate[];
  comment: string;
  /** What became of the runs that a former invocation left in doubt. */
  settled: OutcomeEvent[];
}

export async function select(ids: readonly string[], options: SelectOptions, session: Session): Promise<Selection> {
  const { stuck, fromFile, resume, comment = '' } = options;
  if (resume !== undefined) return selectRemaining(resume, options, session);
  if (stuck) return { candidates: await selectStuck(options, session), comment, settled: [] };
  const all = fromFile === undefined ? ids : await readIds(fromFile, session);
  return { candidates: await selectByIds(all, session), comment, settled: [] };
}

/** Looks at every run in doubt first. Those of the last plan that are still at work may be canceled again. */
async function selectRemaining(file: string, { comment }: SelectOptions, session: Session): Promise<Selection> {
  const { plan, inDoubt, remaining, unreadable } = readAudit(file);
  const { address } = session.credentials;
  if (plan.address !== address)
    throw new CommandError(`${printable(file)} is about ${printable(plan.address)}, not ${address}; pass --address`);
  if (unreadable > 0)
    session.note(
      `${printable(file)}: ${count(unreadable, 'line')} cannot be read, and ${unreadable === 1 ? 'is' : 'are'} ignored`,
    );

  const settled: OutcomeEvent[] = [];
  for (const id of inDoubt) settled.push(await settleDoubt(id, session));
  const stillInDoubt = settled.filter(({ event }) => event === 'in-doubt').map(({ run }) => run);

  const open = new Set([...stillInDoubt, ...remaining]);
  const statuses = new Map(plan.runs.filter(({ id }) => open.has(id)).map(({ id, status }) => [id, status]));
  const candidates = await selectByIds([...statuses.keys()], session);
  return {
    candidates: candidates.map((candidate) => ({ ...candidate, expected: statuses.get(candidate.id) })),
    comment: comment ?? plan.comment,
    settled,
  };
}

/** Up to here runs are read one by one, beyond it from pages of 100. */
const fewRuns = 10;

/** The runs with these IDs, in their order. */
async function selectByIds(ids: readonly string[], session: Session): Promise<Candidate[]> {
  const unique = [...new Set(ids)];
  const listed = unique.length > fewRuns ? await readListed(new Set(unique), session) : new Map<string, FullRun>();
  const missing = unique.filter((id) => !listed.has(id));
  // A run that is in no list of active runs is final, or not known: a few are read again to find out.
  for (const id of missing.slice(0, fewRuns)) {
    const run = await readRun(session, id);
    if (run) listed.set(id, run);
  }
  return unique.map((id) => ({ id, run: listed.get(id) }));
}

/** The runs with these IDs that are not final. */
async function readListed(ids: ReadonlySet<string>, session: Session): Promise<Map<string, FullRun>> {
  const status = [...statusGroups.queued, ...statusGroups.running, ...statusGroups.waiting];
  const found = new Map<string, FullRun>();
  for await (const run of readRuns(session, { status }, { include: ['workspace.organization.owners'] })) {
    if (ids.has(run.id)) found.set(run.id, run);
    if (found.size === ids.size) break;
  }
  return found;
}

/** The runs that are stuck. One that is applying is never among them: it must be asked for by its ID. */
async function selectStuck(options: StuckOptions, session: Session): Promise<Candidate[]> {
  const found: StuckRun<'workspace.organization.owners'>[] = [];
  for await (const each of findStuck(options, session, ['workspace.organization.owners'])) found.push(each);
  const stuck = found.sort((a, b) => byAge(a.record, b.record)).map(({ run }) => run);
  const [applying, others] = [stuck.filter(isApplying), stuck.filter((run) => !isApplying(run))];
  if (applying.length > 0)
    session.note(
      `Not part of --stuck, because they are applying and may lose their state: ${applying.map(({ id }) => printable(id)).join(', ')}`,
    );
  return others.map((run) => ({ id: run.id, run }));
}

function isApplying({ attributes }: FullRun): boolean {
  return attributes.status === 'applying';
}

/** The IDs in a file, or in standard input for `-`: the first word of each line, so that `list | …` can be piped. */
async function readIds(file: string, session: Session): Promise<string[]> {
  const content = await readText(file, session);
  const words = content.split('\n').map((line) => line.trim().split(/\s/)[0] as string);
  const ids = words.filter((word) => word !== '' && !word.startsWith('#'));
  const wrong = ids.find((id) => !isRunId(id));
  const source = sourceName(file);
  if (wrong !== undefined)
    throw new CommandError(`${printable(wrong).slice(0, 100)} in ${source} is not the ID of a run`);
  if (ids.length === 0) throw new CommandError(`There are no IDs of runs in ${source}`);
  return ids;
}

function sourceName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** In bytes. 100,000 IDs are 2 MiB: what is longer is not a list of runs, and may never end. */
const maxLength = 16 * 1024 * 1024;

async function readText(file: string, { host }: Session): Promise<string> {
  const stream: AsyncIterable<Buffer | string> = file === '-' ? host.stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > maxLength) throw new Error('it has more than 16 MiB, so it is no list of runs');
    }
  } catch (error) {
    throw new CommandError(`Cannot read ${sourceName(file)}: ${(error as Error).message}`);
  }
  return Buffer.concat(chunks).toString();
}
