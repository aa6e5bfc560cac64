// A process that fills a file or a database (world/fill-apart.ts): SQLite builds an index in one go, and the server must
// end at a signal meanwhile. What it has not finished is rolled back.
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
