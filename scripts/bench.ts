// `npm run bench`: one table of ratios against named peers, taken in one run, each with its spread. `npm run bench -- million`
// measures one group alone.
import { benchCli } from './bench/cli.ts';
import { benchClient } from './bench/client.ts';
import type { Row } from './bench/measure.ts';
import { benchMillion } from './bench/million.ts';
import { benchMock } from './bench/mock.ts';
import { benchServer } from './bench/server.ts';
import { benchSite } from './bench/site.ts';
import { benchTypes } from './bench/types.ts';

const groups = {
  site: benchSite,
  types: benchTypes,
  client: benchClient,
  mock: benchMock,
  server: benchServer,
  cli: benchCli,
  million: benchMillion,
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(groups, name));
if (unknown.length > 0)
  throw new Error(`no group ${unknown.join(', ')}; the groups are ${Object.keys(groups).join(', ')}`);

const rows: Row[] = [];
for (const [name, bench] of Object.entries(groups))
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await bench()));

console.table(
  Object.fromEntries(
    rows.map(({ what, ours, peer, ratio, target }) => [
      what,
      {
        ours,
        peer,
        'ratio (spread)': ratio.text,
        target: target ? `${target.sense} ${target.value}` : '',
        holds: target ? ratio.holds(target) : '',
      },
    ]),
  ),
);
if (rows.some(({ ratio, target }) => target && ratio.holds(target) === 'NO')) process.exitCode = 1;
