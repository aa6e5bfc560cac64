import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program of Node's. `line` is the first line that it prints, `ended` all that it printed and how it went. */
export function runProgram(file: string, args: string[], env: NodeJS.ProcessEnv = {}, nodeArgs: string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, file, ...args], { env: { ...process.env, ...env } });
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
