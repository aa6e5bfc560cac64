import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from '@tfe-admin-runs/server';
import { type Row, ratioOf, timeRounds, timeRow } from './measure.ts';

const run = promisify(execFile);
const bin = 'packages/cli/bin/tfe-admin-runs.js';
const rounds = 11;
const runs = 10_000;

/** Measures the command line: its start, a listing of many runs, and its installed size. */
export async function benchCli(): Promise<Row[]> {
  return [await start(), await stuck(), await size()];
}

async function start(): Promise<Row> {
  const { ours, empty } = await timeRounds(rounds, 3, {
    ours: () => run(process.execPath, [bin, '--version']),
    empty: () => run(process.execPath, ['--eval', '']),
  });
  return timeRow('cli --version, against an empty Node', ours, empty, 1.7);
}

/** A program that reads the same pages as `stuck`, with only the client. */
const bare = `
  import { fromEnvironment } from '@tfe-admin-runs/client';
  import { statusGroups } from '@tfe-admin-runs/types';
  let count = 0;
  for await (const run of fromEnvironment().iterate({ status: statusGroups.running, include: ['workspace'] })) count++;
  console.log(count);`;

async function stuck(): Promise<Row> {
  await using server = await startServer({ seed: 'empty' });
  const some = Array.from({ length: 500 }, (_, i) => ({
    status: 'planning',
    statusAge: 36_000,
    workspace: `w${i % 50}`,
  }));
  for (let i = 0; i < runs / some.length; i++) await server.createRuns(some);

  const env = { ...process.env, TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken };
  // Inside the repository, so that it finds the client.
  const folder = mkdtempSync(join('packages/contract', 'bench-'));
  const program = join(folder, 'bare.mjs');
  writeFileSync(program, bare);
  try {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    const lines = (await run(process.execPath, [bin, 'stuck'], options)).stdout.trim().split('\n');
    const counted = (await run(process.execPath, [program], options)).stdout.trim();
    if (lines.length !== runs || counted !== `${runs}`) throw new Error(`stuck ${lines.length}, bare ${counted}`);
    const { ours, peer } = await timeRounds(rounds, 1, {
      ours: () => run(process.execPath, [bin, 'stuck'], options),
      peer: () => run(process.execPath, [program], options),
    });
    return timeRow(`cli stuck over ${runs.toLocaleString('en')} runs, against the bare client`, ours, peer, 1.3);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function size(): Promise<Row> {
  const { dependencies = {} } = JSON.parse(readFileSync('packages/cli/package.json', 'utf8'));
  const ours = await unpackedSize('packages/cli');
  const commander = await unpackedSize('packages/cli/node_modules/commander');
  return {
    what: 'cli as installed, against commander alone',
    ours: `${kilobytes(ours)}, ${Object.keys(dependencies).length} dependencies`,
    peer: kilobytes(commander),
    ratio: ratioOf([ours], [commander]),
  };
}

async function unpackedSize(folder: string): Promise<number> {
  const options = ['--dry-run', '--json', '--ignore-scripts', '--pack-destination', tmpdir()];
  const [packed] = Object.values(JSON.parse((await run('npm', ['pack', ...options, `./${folder}`])).stdout));
  return (packed as { unpackedSize: number }).unpackedSize;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
