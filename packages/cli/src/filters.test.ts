import { expect, test } from 'vitest';
import { noon } from './testing/run-cli.ts';
import { cancel, useStuckWorld } from './testing/stuck-world.ts';

const world = useStuckWorld();
const day = 24 * 3_600_000;

test.each([
  ['--to 1d', 2 * day],
  ['--from 1h', -day],
])('a clock that is wrong by days does not make --stuck %s cancel more', async (filter, skew) => {
  const { code, stderr } = await world.cli(`${cancel} ${filter}`, { now: () => noon + skew });
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Nothing to cancel\n' });
  expect(world.posts()).toEqual([]);
});
