// A process that fills a data file: SQLite builds an index in one go, and the server must end at a signal meanwhile
// (world/fill-file.ts). What it has not finished is rolled back.
import { openFile } from './store/sqlite.ts';
import type { FillRequest } from './world/fill-file.ts';
import { seedStore } from './world/seed.ts';

process.on('disconnect', () => process.exit());
process.once('message', async ({ file, seed, now }: FillRequest) => {
  const database = await openFile(file);
  await seedStore(database, seed, now, (runs) => process.send?.(runs));
  await database.close();
  process.disconnect();
});
