import { openDatabase } from './database.ts';
import { createStore } from './store.ts';

/** Prints the audit trail of a file, one line of JSON each, oldest first. Does not change the file. */
export function printAudit(file: string): void {
  const store = createStore(openDatabase(file, { readOnly: true }));
  for (const { at, runId, actor, formerStatus, comment } of store.audit()) {
    const time = new Date(at).toISOString();
    process.stdout.write(
      `${JSON.stringify({ at: time, run: runId, actor, 'former-status': formerStatus, comment })}\n`,
    );
  }
  store.close();
}
