import { expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { noon } from './testing/run-cli.ts';

function clockAfter(date: string) {
  const clock = createClock({ now: () => noon, uptime: () => 5 });
  clock.observe(new Headers({ Date: date }));
  return clock;
}

test('the clock follows the Date header of a response', () => {
  const clock = clockAfter('Wed, 14 Jan 2026 13:00:00 GMT');
  expect(clock.now()).toBe(noon + 3_600_000);
  expect(clock.skew()).toBe(-3_600_000);
});

// Counted on from the last moment that a Date can have, the time would be none.
test.each([
  '+275760-09-13T00:00:00Z',
  '5',
  '2026',
  'Wed, 14 Jan 99999 12:00:00 GMT',
  'Wed, 99 Jan 2026 12:00:00 GMT',
  '',
])('a Date header that is not a date of HTTP is ignored: %s', (date) => {
  const clock = clockAfter(date);
  expect(clock.now()).toBe(noon);
  expect(clock.skew()).toBeUndefined();
});
