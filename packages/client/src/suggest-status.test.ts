import { type RunStatus, runStatuses } from '@tfe-admin-runs/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggestStatus } from './index.ts';

describe('suggestStatus', () => {
  test.each<[string, RunStatus | undefined]>([
    ['planing', 'planning'],
    ['Planning', 'planning'],
    [' plan queued ', 'plan_queued'],
    ['plan-queued', 'plan_queued'],
    ['cancelled', 'canceled'],
    ['force-cancelled', 'force_canceled'],
    ['aplying', 'applying'],
    ['error', 'errored'],
    ['stuck', undefined],
    ['', undefined],
    ['completely different', undefined],
  ])('%o was meant as %o', (text, status) => {
    expect(suggestStatus(text)).toBe(status);
  });

  const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz_');
  const mutation = fc.record({
    status: fc.constantFrom(...runStatuses),
    kind: fc.constantFrom('insert', 'remove', 'replace', 'swap'),
    at: fc.nat(),
    letter,
  });

  test('every status is found after one typing error', () => {
    fc.assert(
      fc.property(mutation, ({ status, kind, at, letter }) => {
        const index = at % (status.length - 1);
        const letters = [...status];
        if (kind === 'insert') letters.splice(index, 0, letter);
        else if (kind === 'remove') letters.splice(index, 1);
        else if (kind === 'replace') letters[index] = letter;
        else letters.splice(index, 2, letters[index + 1] as string, letters[index] as string);
        const word = letters.join('');
        // A typing error may result in another status, or in a text as near to one.
        const near = [suggestStatus(word)];
        expect(near[0]).toBeDefined();
        if (near[0] !== status) expect(distance(word, near[0] as string)).toBeLessThanOrEqual(distance(word, status));
      }),
      { numRuns: 2000 },
    );
  });

  test('every status is its own suggestion', () => {
    for (const status of runStatuses) expect(suggestStatus(status)).toBe(status);
  });

  test('any text is accepted', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void suggestStatus(text)));
  });

  /** The textbook's recursive definition, to compare with. */
  function distance(a: string, b: string, memo = new Map<string, number>()): number {
    if (!a || !b) return a.length + b.length;
    const key = `${a},${b}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const far = Math.min(
      distance(a.slice(1), b, memo) + 1,
      distance(a, b.slice(1), memo) + 1,
      distance(a.slice(1), b.slice(1), memo) + (a[0] === b[0] ? 0 : 1),
    );
    memo.set(key, far);
    return far;
  }
});
