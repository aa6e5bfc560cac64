import { formatDuration } from '../duration.ts';
import { ageOf, placeOf, type RunRecord } from '../run-record.ts';
import type { Column } from './column.ts';

const styles = { queued: 'yellow', running: 'cyan', waiting: 'magenta', final: 'dim', unknown: 'reset' } as const;

/** In a pipe an unknown age is not empty: `awk` would take the next column for it, and compare a name with a number. */
export const ageColumn: Column<Pick<RunRecord, 'age'>> = {
  title: 'AGE',
  cell: (run) => formatDuration(ageOf(run)),
  plain: ({ age }) => String(age ?? '-'),
};

/** The columns of a table of runs. */
export const runColumns: Column<RunRecord>[] = [
  { title: 'RUN', cell: ({ id }) => id },
  { title: 'STATUS', cell: ({ status }) => status, style: ({ group }) => styles[group] },
  ageColumn,
  { title: 'WORKSPACE', cell: placeOf, canShrink: true },
  { title: 'REPOSITORY', cell: ({ repository }) => repository ?? '', canShrink: true },
];
