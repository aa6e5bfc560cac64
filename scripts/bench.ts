// `npm run bench`: one table of ratios against named peers, taken in one run, each with its spread.
import { benchClient } from './bench/client.ts';
import { benchMock } from './bench/mock.ts';
import { benchServer } from './bench/server.ts';
import { benchTypes } from './bench/types.ts';

const rows = [...(await benchTypes()), ...(await benchClient()), ...(await benchMock()), ...(await benchServer())];
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
