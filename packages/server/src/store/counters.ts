import type { Transaction, Value } from './database.ts';
import type { Run } from './rows.ts';

const installation = '';

/**
 * Adds to the numbers of runs by status, of a workspace and of the installation. The counters are touched in the order of
 * their key, so that two transactions never wait for each other.
 */
export async function addToCounts(tx: Transaction, workspaceId: string, changes: Map<string, number>): Promise<void> {
  if (changes.size === 0) return;
  const byStatus = [...changes].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [installation, workspaceId].flatMap((scope) => byStatus.map(([status, n]) => [scope, status, n]));
  const marks = rows.map((_, index) => `($${3 * index + 1}, $${3 * index + 2}, $${3 * index + 3})`);
  await tx.run(
    `insert into run_counts (scope, status, n) values ${marks.join(', ')}
      on conflict (scope, status) do update set n = run_counts.n + excluded.n`,
    rows.flat() as Value[],
  );
}

/** Counts runs while they are inserted. */
export function createCounters() {
  const counts = new Map<string, Map<string, number>>();

  function increment(scope: string, status: string): void {
    let byStatus = counts.get(scope);
    if (!byStatus) {
      byStatus = new Map();
      counts.set(scope, byStatus);
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  }

  return {
    count({ workspaceId, status }: Run): void {
      increment(installation, status);
      increment(workspaceId, status);
    },
    *rows(): Generator<Value[]> {
      for (const [scope, byStatus] of counts) for (const [status, n] of byStatus) yield [scope, status, n];
    },
  };
}

/** What differs between the counters and the runs; empty if they agree. */
export async function compareCounts(
  tx: Transaction,
): Promise<{ scope: string; status: string; counter: number; runs: number }[]> {
  const rows = await tx.all(`
    with counted as (
      select '' as scope, status, count(*) as n from runs group by status
      union all
      select workspace_id as scope, status, count(*) as n from runs group by workspace_id, status
    )
    select k.scope, k.status, coalesce(max(c.n), 0), coalesce(max(r.n), 0)
    from (select scope, status from run_counts union select scope, status from counted) k
    left join run_counts c on c.scope = k.scope and c.status = k.status
    left join counted r on r.scope = k.scope and r.status = k.status
    group by k.scope, k.status
    having coalesce(max(c.n), 0) <> coalesce(max(r.n), 0)
    order by k.scope, k.status`);
  return rows.map(([scope, status, counter, runs]) => ({
    scope: String(scope),
    status: String(status),
    counter: Number(counter),
    runs: Number(runs),
  }));
}

/** Makes the counters agree with the runs. */
export async function repairCounts(tx: Transaction): Promise<void> {
  await tx.run('delete from run_counts');
  await tx.run("insert into run_counts (scope, status, n) select '', status, count(*) from runs group by status");
  await tx.run(
    'insert into run_counts (scope, status, n) select workspace_id, status, count(*) from runs group by workspace_id, status',
  );
}
