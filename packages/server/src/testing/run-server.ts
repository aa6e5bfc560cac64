import { fileURLToPath } from 'node:url';
import { runProgram } from '@tfe-admin-runs/testing/program';

const bin = fileURLToPath(new URL('../../bin/tfe-admin-runs-server.js', import.meta.url));

/** Runs the command, as `runProgram` does, without the tokens of the environment. */
export function runServer(args: string[], env: NodeJS.ProcessEnv = {}, nodeArgs?: string[]) {
  const variables = { ADMIN_TOKEN: undefined, USER_TOKEN: undefined, ...env };
  return runProgram(bin, args, { env: variables, ...(nodeArgs && { nodeArgs }) });
}
