import { printable } from '@tfe-admin-runs/command';
import type { Output } from '../host.ts';
import type { Column } from './column.ts';

/** A table that fits the terminal; for a pipe, tab-separated lines without titles. */
export async function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Output,
): Promise<string> {
  const lines = output.isTTY
    ? await formatForTerminal(columns, rows, output)
    : rows.map((row) => plainLine(columns, row));
  return lines.map((line) => `${line}\n`).join('');
}

async function formatForTerminal<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  output: Output,
): Promise<string[]> {
  // What measures the width of characters takes longer to load than a list of runs takes to print.
  const { terminalLines } = await import('./terminal-table.ts');
  return terminalLines(columns, rows, output);
}

function plainLine<Row>(columns: readonly Column<Row>[], row: Row): string {
  return columns.map(({ cell, plain = cell }) => printable(plain(row))).join('\t');
}
