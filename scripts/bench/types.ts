import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Row, timeRounds, timeRow } from './measure.ts';

const run = promisify(execFile);

/** Document edited to types rewritten: our script against the bare openapi-typescript command. */
export async function benchTypes(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  // In a separate folder, because it would use our redocly.yaml as its configuration.
  const bare = [
    resolve('node_modules/openapi-typescript/bin/cli.js'),
    resolve('openapi/openapi.yaml'),
    '-o',
    'types.ts',
  ];
  const { ours, peer } = await timeRounds(7, 1, {
    ours: () => run(process.execPath, ['packages/types/generate.ts']),
    peer: () => run(process.execPath, bare, { cwd: folder }),
  });
  await rm(folder, { recursive: true });
  return [timeRow('types rewritten, against the openapi-typescript command', ours, peer, 1.2)];
}
