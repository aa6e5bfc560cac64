// Prints the runs that have been running for two hours. With --cancel it force-cancels them, unless they are applying.
import { parseArgs } from 'node:util';
import { fromEnvironment, toResult } from '@tfe-admin-runs/client';
import { statusAge, statusGroups } from '@tfe-admin-runs/types';

const hour = 3_600_000;
const { cancel } = parseArgs({ options: { cancel: { type: 'boolean', default: false } } }).values;
const adminRuns = fromEnvironment();

// Collected first: a canceled run no longer matches the filter, so later pages would move.
const stuck: string[] = [];
for await (const run of adminRuns.iterate({ status: statusGroups.running, include: ['workspace'] })) {
  const age = statusAge(run);
  if (age < 2 * hour) continue;
  const { status } = run.attributes;
  console.log(`${run.id} of ${run.workspace?.attributes.name} is ${status} for ${Math.floor(age / hour)} h`);
  stuck.push(run.id);
}

for (const id of cancel ? stuck : []) {
  const { data, error } = await toResult(adminRuns.forceCancel(id, { comment: 'No progress for 2 hours.' }));
  console.log(data ? `${id} is now ${data.attributes.status}` : error.message);
}
