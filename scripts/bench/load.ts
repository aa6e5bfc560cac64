import autocannon from 'autocannon';
import { median, type Row, ratioOf, type Target } from './measure.ts';
import { type Command, withProcess } from './process.ts';

const rounds = 5;

/** Requests a second of each program, one after the other in each round, 32 connections. */
export async function loadRounds<Name extends string>(
  commands: Record<Name, Command>,
  path: string,
  headers: Record<string, string>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(commands) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      await withProcess(commands[name], path, headers, async ({ url }) => {
        const options = { url: url + path, headers, connections: 32 };
        await autocannon({ ...options, duration: 2 }); // warm
        const { requests, non2xx } = await autocannon({ ...options, duration: 4 });
        if (non2xx > 0) throw new Error(`${name}: ${non2xx} responses were not successful`);
        rates[name].push(requests.average);
      });
    }
  }
  return rates;
}

export function loadRow(what: string, ours: number[], peer: number[], target?: Target): Row {
  const rate = (values: number[]) => `${Math.round(median(values))} requests/s`;
  return { what, ours: rate(ours), peer: rate(peer), ratio: ratioOf(ours, peer), ...(target && { target }) };
}
