// The child process that fills a data file or a database (world/fill-apart.ts). SQLite blocks while it builds an index, and
// the server must react to signals meanwhile. If this process is killed, its transaction is rolled back.
import { writeError } from '@tfe-admin-runs/command';
import { open } from './store/open.ts';
import type { FillRequest } from './world/fill-apart.ts';
import { seedStore } from './world/seed.ts';

process.on('disconnect', () => process.exit());
process.once('message', (request: FillRequest) => fill(request).catch(fail));

async function fill({ location, seed, now }: FillRequest): Promise<void> {
  const database = await open(location, { isReset: false });
  await seedStore(database, seed, now, (runs) => process.send?.(runs));
  await database.ready();
  await database.close();
  process.disconnect();
}

/** The message alone: Node would print the stack and a piece of the program too. */
function fail({ message }: Error): never {
  writeError(message);
  process.exit(1);
}
