import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fillProgram } from '../files.ts';
import { DataError } from '../store/data-error.ts';
import type { OnProgress } from '../store/database.ts';
import type { Location } from '../store/open.ts';
import type { Seed } from './seed.ts';

export interface FillRequest {
  location: Location;
  seed: Seed;
  /** Milliseconds since 1970. */
  now: number;
}

/** A small heap for young objects: every run is garbage as soon as it is inserted. */
const smallHeap = '--max-semi-space-size=8';

/**
 * Fills an empty file or database in a child process, which ends with this one and frees its memory then. Changes nothing
 * if it is not empty.
 */
export async function fillApart(request: FillRequest, onProgress: OnProgress | undefined): Promise<void> {
  // Not the options of this process too: with its `-e`, the child would run that script again, and fork in its turn.
  const child = fork(fillProgram, { execArgv: [smallHeap], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  function kill() {
    child.kill('SIGKILL');
  }
  process.once('exit', kill);
  try {
    let problem = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      problem += chunk;
    });
    child.on('message', (runs: number) => onProgress?.(runs));
    child.send(request);
    const [code] = await once(child, 'close');
    const place = request.location.data ?? 'the database';
    if (code !== 0) throw new DataError(`cannot fill ${place}: ${problem.trim() || 'its process was ended'}`);
  } finally {
    process.off('exit', kill);
  }
}
