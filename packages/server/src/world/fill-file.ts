import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fillProgram } from '../files.ts';
import { DataError } from '../store/data-error.ts';
import type { OnProgress } from '../store/database.ts';
import type { Seed } from './seed.ts';

export interface FillRequest {
  file: string;
  seed: Seed;
  /** Milliseconds since 1970. */
  now: number;
}

/** Fills an empty data file in a process of its own, which ends with this one. Changes nothing if the file is not empty. */
export async function fillFile(request: FillRequest, onProgress: OnProgress | undefined): Promise<void> {
  const child = fork(fillProgram, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
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
    if (code !== 0) throw new DataError(`cannot fill ${request.file}: ${problem.trim() || 'its process was ended'}`);
  } finally {
    process.off('exit', kill);
  }
}
