import type { IncludePath, RunWith } from '@tfe-admin-runs/client';
import type { RunStatus } from '@tfe-admin-runs/types';
import { type FilterOptions, toParams } from '../filters.ts';
import type { Thresholds } from '../options.ts';
import { readRuns } from '../read-runs.ts';
import { ageOf, type RunRecord, recordOf } from '../run-record.ts';
import type { Session } from '../session.ts';
import { resolveThresholds } from './thresholds.ts';

/** Which runs count as stuck. */
export interface StuckOptions extends Pick<FilterOptions, 'q' | 'from' | 'to'> {
  threshold?: Thresholds | undefined;
}

/** A run that is stuck, and its description. */
export interface StuckRun<Include extends IncludePath> {
  run: RunWith<Include>;
  record: RunRecord;
}

/** Finds the runs that have been at work for too long. */
export async function* findStuck<const Include extends IncludePath>(
  options: StuckOptions,
  session: Session,
  include: readonly Include[],
): AsyncGenerator<StuckRun<Include>> {
  const thresholds = resolveThresholds(options.threshold);
  const params = { ...(await toParams(options, session)), status: [...thresholds.keys()] };
  for await (const run of readRuns(session, params, { include })) {
    const record = recordOf(run as RunWith<'workspace'>, session);
    if (isStuck(record, thresholds)) yield { run, record };
  }
}

function isStuck(record: RunRecord, thresholds: Thresholds): boolean {
  const threshold = thresholds.get(record.status as RunStatus);
  return threshold !== undefined && ageOf(record) >= threshold;
}
