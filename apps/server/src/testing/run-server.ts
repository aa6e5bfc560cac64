import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const bin = fileURLToPath(new URL('../../bin/tfe-admin-runs-server.js', import.meta.url));

/** Runs the command. `line` is the first line that it prints, `ended` all that it printed and how it went. */
export function runServer(args: string[], env: NodeJS.ProcessEnv = {}, nodeArgs: string[] = []) {
  const clean = { ...process.env, ADMIN_TOKEN: undefined, USER_TOKEN: undefined, ...env };
  const child = spawn(process.execPath, [...nodeArgs, bin, ...args], { env: clean });
  const output = { stdout: '', stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk;
  });
  const line = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output.stdout += chunk;
      const end = output.stdout.indexOf('\n');
      if (end !== -1) resolve(output.stdout.slice(0, end));
    });
    child.stdout.on('close', () => resolve(output.stdout));
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...output }));
  return { child, line, ended, output };
}

export function urlIn(line: string): string {
  return line.slice(line.indexOf('http://'));
}
