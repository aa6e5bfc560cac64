// The child process that fills a data file or a database (world/fill-apart.ts). SQLite blocks while it builds an index, and
// the server must react to signals meanwhile. If this process is killed, its transaction is rolled back.
import { open } from './store/open.ts';
import type { FillRequest } from './world/fill-apart.ts';
import { seedStore } from './world/seed.ts';

process.on('disconnect', () => process.exit());
process.once('message', async ({ location, seed, now }: FillRequest) => {
  const database = await open(location, { isReset: false });
  await seedStore(database, seed, now, (runs) => process.send?.(runs));
  await database.ready();
  await database.close();
  process.disconnect();
});
