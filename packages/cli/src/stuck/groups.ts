import { formatDuration } from '../duration.ts';
import type { Column } from '../output/column.ts';
import { ageOf, type RunRecord } from '../run-record.ts';

/** What a flood of stuck runs has in common. */
export interface Source {
  kind: 'organization' | 'workspace' | 'repository';
  name: string;
  runs: number;
  /** Milliseconds that the one that is stuck for longest has been in its status. */
  oldest: number;
}

const kinds: Record<Source['kind'], (run: RunRecord) => string | null> = {
  organization: ({ organization }) => organization,
  workspace: ({ organization, workspace }) => workspace && `${organization ?? '?'}/${workspace}`,
  repository: ({ repository }) => repository,
};
/** A flood has one source: more than these are no help. */
const shownPerKind = 3;

/** The organizations, workspaces and repositories that most runs have in common. */
export function sourcesOf(runs: readonly RunRecord[]): Source[] {
  return (Object.keys(kinds) as Source['kind'][]).flatMap((kind) => {
    const byName = Map.groupBy(runs, (run) => kinds[kind](run) ?? '');
    byName.delete('');
    const sources = [...byName].map(([name, own]) => ({
      kind,
      name,
      runs: own.length,
      oldest: own.reduce((oldest, run) => Math.max(oldest, ageOf(run)), 0),
    }));
    const shared = sources.filter(({ runs }) => runs > 1);
    return shared.sort((a, b) => b.runs - a.runs).slice(0, shownPerKind);
  });
}

export const sourceColumns: Column<Source>[] = [
  { title: 'SOURCE', cell: ({ kind }) => kind },
  { title: 'NAME', cell: ({ name }) => name, canShrink: true },
  { title: 'RUNS', cell: ({ runs }) => runs.toLocaleString('en') },
  { title: 'OLDEST', cell: ({ oldest }) => formatDuration(oldest) },
];
