import autocannon from 'autocannon';
import { median, type Row, ratioOf, type Target } from './measure.ts';
import { type Command, measureRounds } from './process.ts';

const rounds = 5;

/** Requests a second of each program, 32 connections. */
export function loadRounds<Name extends string>(
  commands: Record<Name, Command>,
  path: string,
  headers: Record<string, string>,
): Promise<Record<Name, number[]>> {
  return measureRounds(rounds, { commands, path, headers }, async ({ url }, name) => {
    const options = { url: url + path, headers, connections: 32 };
    await autocannon({ ...options, duration: 2 }); // warm
    const { requests, non2xx } = await autocannon({ ...options, duration: 4 });
    if (non2xx > 0) throw new Error(`${name}: ${non2xx} responses were not successful`);
    return requests.average;
  });
}

export function loadRow(what: string, ours: number[], peer: number[], target?: Target): Row {
  const rate = (values: number[]) => `${Math.round(median(values))} requests/s`;
  return { what, ours: rate(ours), peer: rate(peer), ratio: ratioOf(ours, peer), ...(target && { target }) };
}
