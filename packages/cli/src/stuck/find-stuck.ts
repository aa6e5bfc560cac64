import type { IncludePath, Run, RunWith } from '@tfe-admin-runs/client';
import { type RunStatus, statusAge } from '@tfe-admin-runs/types';
import { type FilterOptions, toParams } from '../filters.ts';
import type { Thresholds } from '../options.ts';
import { readRuns } from '../read-runs.ts';
import type { Session } from '../session.ts';
import { resolveThresholds } from './thresholds.ts';

/** Which runs count as stuck. */
export interface StuckOptions extends Pick<FilterOptions, 'q' | 'from' | 'to'> {
  threshold?: Thresholds | undefined;
}

/** Finds the runs that have been at work for too long, those first that have been so for longest. */
export async function findStuck<const Include extends IncludePath>(
  options: StuckOptions,
  session: Session,
  include: readonly Include[],
): Promise<RunWith<Include>[]> {
  const thresholds = resolveThresholds(options.threshold);
  const params = { ...toParams(options, session.now()), status: [...thresholds.keys()] };
  const stuck: { run: RunWith<Include>; age: number }[] = [];
  for await (const run of readRuns(session, params, { include })) {
    const age = statusAge(run, session.now());
    if (isStuck(run, age, thresholds)) stuck.push({ run, age });
  }
  return stuck.sort((a, b) => b.age - a.age).map(({ run }) => run);
}

/** A run whose age is unknown is not stuck: nothing says so. */
function isStuck({ attributes }: Run, age: number, thresholds: Thresholds): boolean {
  const threshold = thresholds.get(attributes.status as RunStatus);
  return threshold !== undefined && Number.isFinite(age) && age >= threshold;
}
