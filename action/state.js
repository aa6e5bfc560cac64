// What starting leaves for stopping, in the folder that a runner empties after each job.
import { join } from 'node:path';
import { env } from 'node:process';

export const folder = join(env.RUNNER_TEMP ?? '', 'tfe-admin-runs');
export const files = {
  /** The process, which program it runs, and where: `{ pid, use, address }`. */
  state: join(folder, 'state.json'),
  stdout: join(folder, 'stdout.txt'),
  stderr: join(folder, 'stderr.txt'),
  report: join(folder, 'report.json'),
};

/** Ends the step with a message that GitHub shows at the job. */
export function fail(message) {
  console.log(`::error::${escapeCommand(message)}`);
  process.exit(1);
}

/** The text of a command to the runner. */
export function escapeCommand(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
