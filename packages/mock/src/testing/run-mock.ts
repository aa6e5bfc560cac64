import { fileURLToPath } from 'node:url';
import { runProgram } from '../../../http/src/testing/run-program.ts';

export { urlIn } from '../../../http/src/testing/run-program.ts';

const bin = fileURLToPath(new URL('../../bin/tfe-admin-runs-mock.js', import.meta.url));

/** Runs the command, as `runProgram` does. */
export const runMock = (args: string[], env?: NodeJS.ProcessEnv, nodeArgs?: string[]) =>
  runProgram(bin, args, env, nodeArgs);
