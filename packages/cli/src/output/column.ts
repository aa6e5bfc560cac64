import type { styleText } from 'node:util';

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
