import { expect, test } from 'vitest';
import { explainBody, explainParameter, maxProblems, type Violation } from './validation-messages.ts';

function notInEnum(value: string): Violation {
  return {
    keyword: 'enum',
    instancePath: '',
    params: {},
    data: value,
    parentSchema: { enum: ['planning', 'planned'] },
  };
}

test('a problem is reported once', () => {
  const violations = ['plan', 'planing', 'plan'].map(notInEnum);
  expect(explainParameter({ name: 'filter[status]' }, violations)).toEqual([
    {
      detail: 'filter[status] cannot be plan; it must be one of planning, planned',
      source: { parameter: 'filter[status]' },
    },
    {
      detail: 'filter[status] cannot be planing; did you mean planning?; it must be one of planning, planned',
      source: { parameter: 'filter[status]' },
    },
  ]);
});

test('no more problems are examined than are reported', () => {
  const trap = new Proxy({} as Violation, {
    get() {
      throw new Error('one too many');
    },
  });
  const violations = Array.from({ length: 50 }, (_, i) => (i < maxProblems ? notInEnum(`status-${i}`) : trap));
  expect(explainParameter({ name: 'filter[status]' }, violations)).toHaveLength(maxProblems);
});

test('the problems of a body are limited too', () => {
  const violations = Array.from({ length: 50 }, (_, i) => ({
    keyword: 'additionalProperties',
    instancePath: '',
    params: { additionalProperty: `k${i}` },
    parentSchema: { properties: { comment: {} } },
  }));
  expect(explainBody(violations)).toHaveLength(maxProblems);
});
