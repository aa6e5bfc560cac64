import { urlIn } from '@tfe-admin-runs/testing/program';
import { argsOf, type Place } from '../src/testing/engines.ts';
import { runServer } from '../src/testing/run-server.ts';

export const adminToken = 'proof-administrator';
export const userToken = 'proof-user';

/** Runs the command as its users do. */
export function command(...args: string[]) {
  return runServer(args, { ADMIN_TOKEN: adminToken, USER_TOKEN: userToken });
}

/** Starts a server in a child process, and waits until it listens. */
export async function serve(...args: string[]) {
  const { child, line, ended } = command('--port', '0', '--rate-limit', '0', ...args);
  const printed = await line;
  if (!printed.includes('listens on')) {
    const { stderr, code } = await ended;
    throw new Error(`it ended with ${code}: ${stderr}`);
  }
  return {
    url: urlIn(printed),
    child,
    ended,
    stop(signal: NodeJS.Signals = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export interface AuditLine {
  at: string;
  run: string;
  actor: string;
  'former-status': string;
  comment: string | null;
}

export async function readAudit(options: Place['options']): Promise<AuditLine[]> {
  const { stdout, stderr, code } = await command('audit', ...argsOf(options)).ended;
  if (code !== 0) throw new Error(`audit ended with ${code}: ${stderr}`);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : JSON.parse(line)));
}
