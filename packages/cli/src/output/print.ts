import { printableJson } from '@tfe-admin-runs/command';
import type { Session } from '../session.ts';
import type { Column } from './column.ts';
import { formatTable } from './table.ts';

/** What `--json` says: absent, all fields, or these. */
export type JsonOption = true | string[] | undefined;

/** Prints records as a table, or as JSON with the fields that were asked for. */
export async function printRecords<Row extends object>(
  session: Session,
  { rows, columns, json }: { rows: readonly Row[]; columns: readonly Column<Row>[]; json: JsonOption },
): Promise<void> {
  if (json)
    printJson(
      session,
      rows.map((row) => pick(row, json)),
    );
  else if (rows.length > 0) session.print(await formatTable(columns, rows, session.host.stdout));
}

/** Prints one JSON document: indented on a terminal, in one line otherwise. */
export function printJson({ host, print }: Session, value: unknown): void {
  print(`${printableJson(JSON.stringify(value, null, host.stdout.isTTY ? 2 : 0))}\n`);
}

/** Prints one line of JSON. */
export function printJsonLine({ print }: Session, value: unknown): void {
  print(`${printableJson(JSON.stringify(value))}\n`);
}

/** The fields of a record that were asked for, in that order. */
export function pick<Row extends object>(row: Row, json: true | string[]): object {
  if (json === true) return row;
  return Object.fromEntries(json.map((field) => [field, Reflect.get(row, field)]));
}
