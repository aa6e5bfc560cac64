import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Output } from '../host.ts';
import { printable } from './printable.ts';
import { cutMiddle, pad } from './text.ts';

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

const gap = '  ';
/** No column is cut to less than this. */
const minWidth = 8;
/** The width of a terminal that does not report one. */
const defaultWidth = 80;

/** A table that fits the terminal; for a pipe, tab-separated lines without titles. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], output: Output): string {
  const lines = output.isTTY ? terminalLines(columns, rows, output) : rows.map((row) => plainLine(columns, row));
  return lines.map((line) => `${line}\n`).join('');
}

function plainLine<Row>(columns: readonly Column<Row>[], row: Row): string {
  return columns.map(({ cell, plain = cell }) => printable(plain(row))).join('\t');
}

function terminalLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], output: Output): string[] {
  const texts = rows.map((row) => columns.map(({ cell }) => printable(cell(row))));
  const widths = fit(columns, texts, output.columns || defaultWidth);

  const titles = columns.map(({ title }, i) => styled('dim', pad(title, widths[i] as number), output));
  const body = rows.map((row, r) =>
    columns.map(({ style }, i) => {
      const width = widths[i] as number;
      const text = pad(cutMiddle(texts[r]?.[i] as string, width), width);
      return style ? styled(style(row), text, output) : text;
    }),
  );
  return [titles, ...body].map((cells) => cells.join(gap).trimEnd());
}

/** The width of each column. The widest of those that can shrink do, until the table fits. */
function fit<Row>(columns: readonly Column<Row>[], texts: readonly string[][], available: number): number[] {
  const widths = columns.map(({ title }, i) =>
    texts.reduce((width, cells) => Math.max(width, stringWidth(cells[i] as string)), title.length),
  );
  let excess = widths.reduce((sum, width) => sum + width + gap.length, -gap.length) - available;
  for (; excess > 0; excess--) {
    const widest = widestToShrink(columns, widths);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

function widestToShrink<Row>(columns: readonly Column<Row>[], widths: readonly number[]): number | undefined {
  const shrinkable = widths.map((_, i) => i).filter((i) => columns[i]?.canShrink && (widths[i] as number) > minWidth);
  return shrinkable.sort((a, b) => (widths[b] as number) - (widths[a] as number))[0];
}

/** Colors a text, if the output is a terminal that wants it; `NO_COLOR` and `FORCE_COLOR` decide. */
export function styled(style: Parameters<typeof styleText>[0], text: string, output: Output): string {
  return styleText(style, text, { stream: output });
}
