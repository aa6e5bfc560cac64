import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@tfe-admin-runs/testing/ports';

/** A program that serves on the port that it is given. */
export type Command = (port: string) => string[];

const prism = ['node_modules/@stoplight/prism-cli/dist/index.js', 'mock', 'openapi/dist/openapi.json', '--port'];
/** The peer: Prism's own command on our document, as it comes (it logs) and silent. */
export function prismMock(port: string): string[] {
  return [...prism, port];
}

export function prismMockSilent(port: string): string[] {
  return [...prism, port, '-v', 'silent'];
}

export interface Running {
  url: string;
  /** Resident memory in MiB; undefined where the system does not tell. */
  memory(): number | undefined;
  /** The most resident memory until the first answer, in MiB, with the processes that it started. */
  peakMemory: number;
}

/** Keeps this process, and what it starts, to some cores. Gives whether that is possible here. */
function useCores(list: string): boolean {
  return process.platform === 'linux' && spawnSync('taskset', ['-cp', list, String(process.pid)]).status === 0;
}

// A core for what is measured and one for the load, where that can be said.
const pinned = useCores('1');

/** Starts what serves the program that is measured, and so may use both cores. */
export async function onBothCores<T>(start: () => Promise<T>): Promise<T> {
  useCores('0,1');
  try {
    return await start();
  } finally {
    useCores('1');
  }
}

/** Starts a program on a free port, waits for its first answer to `path`, does `work`, and ends it. */
export async function withProcess<T>(
  command: Command,
  path: string,
  headers: Record<string, string>,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const program = [process.execPath, ...command(String(port))];
  const [file = '', ...args] = pinned ? ['taskset', '-c', '0', ...program] : program;
  const child = spawn(file, args, { stdio: 'ignore' });
  let peakMemory = 0;
  const watch = setInterval(() => {
    peakMemory = Math.max(peakMemory, familyMemory(child.pid));
  }, 50);
  try {
    const url = `http://127.0.0.1:${port}`;
    await firstAnswer(url + path, headers, child).finally(() => clearInterval(watch));
    return await work({ url, memory: () => memoryOf(child.pid), peakMemory });
  } finally {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
  }
}

async function firstAnswer(url: string, headers: Record<string, string>, child: ChildProcess) {
  while (child.exitCode === null) {
    const response = await fetch(url, { headers }).catch(() => undefined);
    if (response?.ok) return void (await response.text());
    await setTimeout(5);
  }
  throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
}

/** Of a process and of those that it started. */
function familyMemory(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return (memoryOf(pid) ?? 0) + children.reduce((sum, child) => sum + familyMemory(Number(child)), 0);
  } catch {
    return 0; // It has just ended.
  }
}

function memoryOf(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // A process that is about to end has none.
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}
