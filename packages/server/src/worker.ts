// The thread that lists the runs of a data file, so that a slow listing does not block the main thread (store/lister.ts).
import { parentPort, workerData } from 'node:worker_threads';
import { Unavailable } from './store/database.ts';
import type { ListReply, ListRequest } from './store/lister.ts';
import { connectReader } from './store/sqlite.ts';
import { list } from './store/store.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts runs only as a thread');
const { file } = workerData as { file: string };
const connection = await connectReader(file);

port.on('message', async ({ id, input }: ListRequest) => {
  port.postMessage({ id, ...(await reply(input)) } satisfies ListReply);
});

async function reply(input: ListRequest['input']): Promise<Omit<ListReply, 'id'>> {
  try {
    return { result: await connection.read((tx) => list(tx, input)) };
  } catch (error) {
    return { problem: (error as Error).message, isPassing: error instanceof Unavailable };
  }
}
