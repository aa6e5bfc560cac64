import { fileURLToPath } from 'node:url';
import { runProgram } from '@tfe-admin-runs/testing/program';

const bin = fileURLToPath(new URL('../../bin/tfe-admin-runs-mock.js', import.meta.url));

/** Runs the command, as `runProgram` does. */
export function runMock(args: string[], env?: NodeJS.ProcessEnv, nodeArgs?: string[]) {
  return runProgram(bin, args, { ...(env && { env }), ...(nodeArgs && { nodeArgs }) });
}
