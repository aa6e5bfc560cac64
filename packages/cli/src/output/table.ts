import type { styleText } from 'node:util';
import type { Output } from '../host.ts';
import { printable } from './printable.ts';

/** A column of a table, and what a row has in it. */
export interface Column<Row> {
  title: string;
  cell: (row: Row) => string;
  /** The cell for programs, if it differs. */
  plain?: (row: Row) => string;
  /** Whether the cells may be cut when the terminal is narrow. */
  canShrink?: boolean;
  style?: (row: Row) => Parameters<typeof styleText>[0];
}

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
