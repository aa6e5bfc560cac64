import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@tfe-admin-runs/testing/ports';

/** A program that serves on a given port. */
export type Command = (port: string) => string[];

const prism = ['node_modules/@stoplight/prism-cli/dist/index.js', 'mock', 'openapi/dist/openapi.json', '--port'];
/** The peer: Prism's own command on our document, with its default log and without. */
export function prismMock(port: string): string[] {
  return [...prism, port];
}

export function prismMockSilent(port: string): string[] {
  return [...prism, port, '-v', 'silent'];
}

export interface Running {
  url: string;
  /** Resident memory in MiB; undefined if the system does not report it. */
  memory(): number | undefined;
  /** The maximum resident memory until the first response, in MiB, including child processes. */
  peakMemory: number;
  /** Milliseconds from the start of the process to its first response. */
  startTime: number;
}

/** Restricts this process and its children to some cores. Returns whether that is possible here. */
function useCores(list: string): boolean {
  return process.platform === 'linux' && spawnSync('taskset', ['-cp', list, String(process.pid)]).status === 0;
}

// One core for the measured program and one for the load, if the system can do that.
const pinned = useCores('1');

/** Starts a program that the measured one depends on, which may use both cores. */
export async function onBothCores<T>(start: () => Promise<T>): Promise<T> {
  useCores('0,1');
  try {
    return await start();
  } finally {
    useCores('1');
  }
}

/** Starts a program on a free port, waits for its first response to `path`, does `work`, and ends it. */
export async function withProcess<T>(
  command: Command,
  path: string,
  headers: Record<string, string>,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const program = [process.execPath, ...command(String(port))];
  const [file = '', ...args] = pinned ? ['taskset', '-c', '0', ...program] : program;
  const begun = performance.now();
  const child = spawn(file, args, { stdio: 'ignore' });
  let peakMemory = 0;
  const watch = setInterval(() => {
    peakMemory = Math.max(peakMemory, familyMemory(child.pid));
  }, 50);
  try {
    const url = `http://127.0.0.1:${port}`;
    await firstResponse(url + path, headers, child).finally(() => clearInterval(watch));
    const startTime = performance.now() - begun;
    return await work({ url, memory: () => memoryOf(child.pid), peakMemory, startTime });
  } finally {
    if (child.exitCode === null && child.kill()) await once(child, 'exit');
  }
}

/** Measures each program in each round, one after the other. */
export async function measureRounds<Name extends string>(
  rounds: number,
  { commands, path, headers }: { commands: Record<Name, Command>; path: string; headers: Record<string, string> },
  measure: (running: Running, name: Name) => Promise<number>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(commands) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++)
    for (const name of names)
      results[name].push(await withProcess(commands[name], path, headers, (running) => measure(running, name)));
  return results;
}

async function firstResponse(url: string, headers: Record<string, string>, child: ChildProcess) {
  while (child.exitCode === null) {
    const response = await fetch(url, { headers }).catch(() => undefined);
    if (response?.ok) return void (await response.text());
    await setTimeout(5);
  }
  throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
}

/** The resident memory of a process and its children. */
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
  // A process that is ending has none.
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}
