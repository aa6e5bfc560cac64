import { endWhenOutputCloses, printableJson } from '@tfe-admin-runs/command';
import { type AuditEntry, readAudit } from '../store/audit.ts';
import { readOptions } from './command-line.ts';
import { failAboutData, openStored, storedOptions } from './stored.ts';
import { usage } from './usage.ts';

/** Prints who force-canceled which run, in the order of the events, while a server uses the data or after. */
export async function audit(args: string[]): Promise<void> {
  const values = readOptions(args, storedOptions);
  if (values.help) return console.log(usage);
  endWhenOutputCloses();
  const { read, close } = await openStored('audit', values);
  const entries = await read(readAudit).catch(failAboutData);
  await close();
  for (const entry of entries) process.stdout.write(`${toLine(entry)}\n`);
}

/** One line of JSON. A comment is what its author wants. */
function toLine({ at, runId, actor, formerStatus, comment }: AuditEntry): string {
  const entry = { at: new Date(at).toISOString(), run: runId, actor, 'former-status': formerStatus, comment };
  return printableJson(JSON.stringify(entry));
}
