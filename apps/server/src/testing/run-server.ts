import { fileURLToPath } from 'node:url';
import { runProgram } from '../../../../packages/http/src/testing/run-program.ts';

export { urlIn } from '../../../../packages/http/src/testing/run-program.ts';

export const bin = fileURLToPath(new URL('../../bin/tfe-admin-runs-server.js', import.meta.url));

/** Runs the command, as `runProgram` does, without the tokens of whoever runs the tests. */
export function runServer(args: string[], env: NodeJS.ProcessEnv = {}, nodeArgs?: string[]) {
  return runProgram(bin, args, { ADMIN_TOKEN: undefined, USER_TOKEN: undefined, ...env }, nodeArgs);
}
