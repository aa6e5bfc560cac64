import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Program {
  child: ChildProcessWithoutNullStreams;
  /** The first line that it prints. */
  line: Promise<string>;
  /** Everything that it printed, and how it ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
  /** What it has printed so far. */
  output: { stdout: string; stderr: string };
}

interface ProgramOptions {
  /** Additional environment variables; undefined removes one. */
  env?: NodeJS.ProcessEnv;
  /** Options of Node itself. */
  nodeArgs?: string[];
  cwd?: string;
}

/** Runs a program under this Node. */
export function runProgram(file: string, args: string[], { env, nodeArgs = [], cwd }: ProgramOptions = {}): Program {
  const child = spawn(process.execPath, [...nodeArgs, file, ...args], { env: { ...process.env, ...env }, cwd });
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
