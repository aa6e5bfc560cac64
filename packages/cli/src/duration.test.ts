import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('a duration', () => {
  test.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['1h30m', 5_400_000],
    ['3d', 259_200_000],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(['', '2', 'h', '-2h', '2.5h', '2 h', '2w', '9999999d', '2h ', 'Infinityh'])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test.each([
    [999, '0s'],
    [-1, '0s'],
    [42_000, '42s'],
    [60_000, '1m'],
    [33_220_000, '9h 13m'],
    [86_400_000, '1d'],
    [90_000_000, '1d 1h'],
    [Infinity, 'unknown'],
    [Number.NaN, 'unknown'],
  ])('%d milliseconds are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test('is printed in two units, and read again as at most a unit less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 10 ** 11 }), (milliseconds) => {
        const read = parseDuration(formatDuration(milliseconds).replace(' ', '')) as number;
        expect(read).toBeLessThanOrEqual(milliseconds);
        expect(read).toBeGreaterThan(milliseconds * 0.5);
      }),
    );
  });
});
