// Prints the runs that have been running for eight hours. With --cancel it force-cancels them, unless they are applying.
import { parseArgs } from 'node:util';
import { fromEnvironment, GuardError } from '@tfe-admin-runs/client';
import { statusAge, statusGroups } from '@tfe-admin-runs/types';

const hour = 3_600_000;
const { cancel } = parseArgs({ options: { cancel: { type: 'boolean', default: false } } }).values;
const adminRuns = fromEnvironment();

for await (const run of adminRuns.iterate({ status: statusGroups.running, include: ['workspace'] })) {
  const age = statusAge(run);
  if (age === undefined || age < 8 * hour) continue;
  console.log(
    `${run.id} of ${run.workspace?.attributes.name} is ${run.attributes.status} for ${Math.floor(age / hour)} h`,
  );
  if (cancel) console.log(await tryCancel(run.id));
}

async function tryCancel(id: string): Promise<string> {
  try {
    const { attributes } = await adminRuns.forceCancel(id, { comment: 'No progress for 8 hours.' });
    return `${id} is now ${attributes.status}`;
  } catch (error) {
    if (error instanceof GuardError) return error.message;
    throw error;
  }
}
