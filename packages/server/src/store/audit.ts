import type { Transaction } from './database.ts';
import { text } from './rows.ts';

export interface AuditEntry {
  runId: string;
  actor: string;
  comment: string | null;
  formerStatus: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Adds to the audit trail. */
export async function addToAudit(tx: Transaction, { runId, actor, comment, formerStatus, at }: AuditEntry) {
  await tx.run('insert into audit (run_id, actor, comment, former_status, at) values ($1, $2, $3, $4, $5)', [
    runId,
    actor,
    comment && storable(comment),
    formerStatus,
    at,
  ]);
}

/** A text as every engine can hold it: PostgreSQL rejects the character 0. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

/** The audit trail in the order of its events. */
export async function readAudit({ all }: Transaction): Promise<AuditEntry[]> {
  const rows = await all('select run_id, actor, comment, former_status, at from audit order by number');
  return rows.map(([runId, actor, comment, formerStatus, at]) => ({
    runId: text(runId),
    actor: text(actor),
    comment: comment === null ? null : text(comment),
    formerStatus: text(formerStatus),
    at: Number(at),
  }));
}
