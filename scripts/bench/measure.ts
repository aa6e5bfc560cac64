import { Bench } from 'tinybench';

/** One line of the table. */
export interface Row {
  what: string;
  ours: string;
  peer: string;
  ratio: Ratio;
  /** Absent if the row is only for comparison. */
  target?: Target;
}

export interface Target {
  sense: '<=' | '>=';
  value: number;
}

export interface Ratio {
  text: string;
  holds(target: Target): string;
}

/** The median of the ratios of all rounds, and their range. */
export function ratioOf(ours: number[], peer: number[]): Ratio {
  const ratios = ours.map((value, round) => value / (peer[round] as number)).sort((a, b) => a - b);
  const middle = median(ratios);
  const spread = ratios.length > 1 ? ` (${format(ratios[0])} to ${format(ratios.at(-1))})` : '';
  return {
    text: format(middle) + spread,
    holds: ({ sense, value }) => ((sense === '<=' ? middle <= value : middle >= value) ? 'yes' : 'NO'),
  };
}

/** Milliseconds of each round for each task; in every round each task runs `iterations` times, one after the other. */
export async function timeRounds<Name extends string>(
  rounds: number,
  iterations: number,
  tasks: Record<Name, () => Promise<unknown>>,
): Promise<Record<Name, number[]>> {
  const times = Object.fromEntries(Object.keys(tasks).map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    const bench = new Bench({ iterations, time: 0, warmup: iterations > 1 });
    for (const [name, task] of Object.entries<() => Promise<unknown>>(tasks))
      bench.add(name, async () => void (await task()));
    for (const { name, result } of await bench.run()) {
      if (result.state !== 'completed')
        throw new Error(`${name}: ${'error' in result ? result.error.message : result.state}`);
      times[name as Name].push(result.latency.p50);
    }
  }
  return times;
}

/** A row of times, at most `limit` of the peer's. */
export function timeRow(what: string, ours: number[], peer: number[], limit: number): Row {
  const target: Target = { sense: '<=', value: limit };
  return { what, ours: milliseconds(ours), peer: milliseconds(peer), ratio: ratioOf(ours, peer), target };
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function milliseconds(values: number[]): string {
  return `${Math.round(median(values))} ms`;
}

function format(ratio: number | undefined): string {
  return `${(ratio as number).toFixed(ratio && ratio < 0.1 ? 3 : 2)} x`;
}
