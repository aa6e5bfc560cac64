import { backUp } from '../store/backup.ts';
import { failUsage, flag, readOptions, string } from './command-line.ts';
import { assertExists, failAboutData } from './stored.ts';
import { usage } from './usage.ts';

/** Copies a data file as it is at one moment, while a server uses it or after. */
export async function backup(args: string[]): Promise<void> {
  const { data, to, help } = readOptions(args, { data: string, to: string, help: flag });
  if (help) return console.log(usage);
  if (!data) return failUsage('backup needs --data FILE, the data file of a server; a database has its own tools');
  if (!to) return failUsage('backup needs --to FILE, the file to create');
  assertExists(data);
  await backUp(data, to).catch(failAboutData);
}
