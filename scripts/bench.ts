// `npm run bench`: one table of ratios against named peers, taken in one run, each with its spread.
import { benchClient } from './bench/client.ts';
import { benchMock } from './bench/mock.ts';
import { benchTypes } from './bench/types.ts';

const rows = [...(await benchTypes()), ...(await benchClient()), ...(await benchMock())];
console.table(
  Object.fromEntries(
    rows.map(({ what, ours, peer, ratio, target }) => [
      what,
      {
        ours,
        peer,
        'ratio (spread)': ratio.text,
        target: `${target.sense} ${target.value}`,
        holds: ratio.holds(target),
      },
    ]),
  ),
);
