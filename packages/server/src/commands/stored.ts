import { existsSync } from 'node:fs';
import { resolveLocation } from '../options.ts';
import { InvalidOption } from '../server-options.ts';
import { DataError } from '../store/data-error.ts';
import { type Opened, openAsItIs } from '../store/open.ts';
import { fail, failUsage, flag, string } from './command-line.ts';

/** The options of every command that works on stored data. */
export const storedOptions = { data: string, database: string, schema: string, help: flag } as const;

interface StoredValues {
  data?: string | undefined;
  database?: string | undefined;
  schema?: string | undefined;
}

/** Opens stored data as it is. Ends the process if that is not possible. */
export async function openStored(
  command: string,
  { data, database, schema }: StoredValues,
  { isWritten = false } = {},
): Promise<Opened> {
  if (data === undefined && database === undefined)
    failUsage(`${command} needs --data FILE or --database URL, where a server keeps its data`);
  try {
    const location = resolveLocation({ data, database, schema });
    if (data !== undefined) assertExists(data);
    return await openAsItIs(location, { isWritten });
  } catch (error) {
    if (error instanceof InvalidOption) return failUsage(`--${error.option} ${error.problem}`);
    return failAboutData(error);
  }
}

export function assertExists(file: string): void {
  if (!existsSync(file)) fail(`there is no file ${file}`);
}

/** Ends the process if the stored data cannot be used. */
export function failAboutData(error: unknown): never {
  if (error instanceof DataError) fail(error.message);
  throw error;
}
