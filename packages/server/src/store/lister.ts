import { Worker } from 'node:worker_threads';
import { workerProgram } from '../files.ts';
import { Unavailable } from './database.ts';
import type { ListInput, ListResult } from './store.ts';

export interface ListRequest {
  id: number;
  input: ListInput;
}

export interface ListReply {
  id: number;
  result?: ListResult;
  /** The message of the error, if there is no result. */
  problem?: string;
  /** Whether the same request may succeed later. */
  isPassing?: boolean;
}

type Pending = PromiseWithResolvers<ListResult>;

/** Lists the runs of a data file in a separate thread, which starts with the first listing. */
export function createLister(file: string) {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let worker: Worker | undefined;

  function start(): Worker {
    const started = new Worker(workerProgram, { workerData: { file } });
    started.on('message', settle);
    // Nothing to do: an `exit` event follows.
    started.on('error', () => {});
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const { reject } of pending.values()) reject(new Unavailable('the thread that lists runs has ended'));
      pending.clear();
    });
    started.unref();
    return started;
  }

  function settle({ id, result, problem = 'no result', isPassing }: ListReply): void {
    const waiting = pending.get(id);
    pending.delete(id);
    if (result) waiting?.resolve(result);
    else waiting?.reject(isPassing ? new Unavailable(problem) : new Error(problem));
  }

  return {
    list(input: ListInput): Promise<ListResult> {
      worker ??= start();
      lastId += 1;
      const waiting: Pending = Promise.withResolvers();
      pending.set(lastId, waiting);
      worker.postMessage({ id: lastId, input } satisfies ListRequest);
      return waiting.promise;
    },
    async close(): Promise<void> {
      await worker?.terminate();
    },
  };
}
