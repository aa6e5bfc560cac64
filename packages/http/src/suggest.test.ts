import { expect, test } from 'vitest';
import { suggest } from './suggest.ts';

const known = ['q', 'filter[status]', 'filter[from]', 'page[number]', 'page[size]', 'include'];

test.each([
  ['page[sise]', 'page[size]'],
  ['pageSize', 'page[size]'],
  ['page_number', 'page[number]'],
  ['filter.status', 'filter[status]'],
  ['Filter[Status]', 'filter[status]'],
  ['filter[state]', 'filter[status]'],
  ['status', 'filter[status]'],
  ['size', 'page[size]'],
  ['includes', 'include'],
  ['Q', 'q'],
  ['limit', undefined],
  ['x', undefined],
  ['', undefined],
])('%s probably means %s', (name, meant) => {
  expect(suggest(name, known)).toBe(meant);
});

test('nothing is suggested if nothing is known', () => {
  expect(suggest('page', [])).toBeUndefined();
});
