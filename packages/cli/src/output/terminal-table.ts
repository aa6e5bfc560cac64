import { printable } from '@tfe-admin-runs/command';
import stringWidth from 'string-width';
import type { Output } from '../host.ts';
import type { Column } from './column.ts';
import { styled } from './styled.ts';
import { cutMiddle, pad } from './text.ts';

const gap = '  ';
/** No column is cut to less than this. */
const minWidth = 8;
/** The width of a terminal that does not report one. */
const defaultWidth = 80;

/** The lines of a table that fits a terminal. */
export function terminalLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[], output: Output): string[] {
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
