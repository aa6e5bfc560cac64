import type { IncludePath, ListRunsParams, RunWith } from '@tfe-admin-runs/client';
import { printable } from '@tfe-admin-runs/command';
import { CommandError } from './errors.ts';
import type { FullRun } from './run-record.ts';
import type { Session } from './session.ts';

interface ReadOptions<Include extends IncludePath> {
  include: readonly Include[];
  /** @default Infinity */
  limit?: number;
}

const pageSize = 100;

/** Reads runs page by page, and says so if some may have been missed because the listing shifted. */
export function readRuns<const Include extends IncludePath>(
  { client, interrupt, note }: Session,
  params: Omit<ListRunsParams, 'include' | 'page'>,
  { include, limit = Infinity }: ReadOptions<Include>,
): AsyncGenerator<RunWith<Include>, void, undefined> {
  return client.iterate(
    { ...params, include, page: { size: Math.min(limit, pageSize) } },
    {
      signal: interrupt,
      limit,
      prefetch: true,
      onShift: ({ before, now }) =>
        note(`Runs came and went while they were read (${before} before, ${now} now): some may be missing`),
    },
  );
}

/** Whether this can be the ID of a run. */
export function isRunId(text: string): boolean {
  return /^[\w-]{1,100}$/.test(text);
}

/** Reads one run with everything around it. Returns undefined if there is no such run. */
export async function readRun(session: Session, id: string): Promise<FullRun | undefined> {
  if (!isRunId(id)) throw new CommandError(`${printable(id)} is not the ID of a run, like run-8uGJbT4yNsVd6MxA`);
  const runs = readRuns(session, { q: id }, { include: ['workspace.organization.owners'] });
  for await (const run of runs) if (run.id === id) return run;
  return undefined;
}
