import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/tfe-admin-runs-server.js', import.meta.url));

export const adminToken = 'proof-administrator';
export const userToken = 'proof-user';

/** Runs the command as its users do. */
export function command(...args: string[]) {
  const env = { ...process.env, ADMIN_TOKEN: adminToken, USER_TOKEN: userToken };
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr, [code, signal]]) => ({ stdout, stderr, code, signal }),
  );
  return { child, ended };
}

/** Starts a server of its own process, and waits until it listens. */
export async function serve(...args: string[]) {
  const { child, ended } = command('--port', '0', '--rate-limit', '0', ...args);
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /listens on (http:\S+)/.exec(printed)?.[1];
      if (found) resolve(found);
    });
    ended.then(({ stderr, code }) => reject(new Error(`it ended with ${code}: ${stderr}`)));
  });
  return {
    url,
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

export async function readAudit(file: string): Promise<AuditLine[]> {
  const { stdout, stderr, code } = await command('audit', '--data', file).ended;
  if (code !== 0) throw new Error(`audit ended with ${code}: ${stderr}`);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : JSON.parse(line)));
}

/** A folder that is gone at the end of the block. */
export function makeFolder() {
  const path = mkdtempSync(join(tmpdir(), 'admin-runs-proof-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
