import { expect, test } from 'vitest';
import { createQuickEngine, loadWholeEngine } from './engine.ts';
import { examplesOf, readOperations } from './operations.ts';

const everyPreference = readOperations().flatMap((operation) => [
  { name: `${operation.path}, nothing preferred`, operation, preference: { dynamic: false } },
  ...operation.responses.flatMap(({ code: declared, contents = [] }) => {
    const code = declared === 'default' ? 503 : Number(declared);
    const keys = contents.flatMap((content) => [...examplesOf(content).keys()]);
    return [undefined, ...keys].map((exampleKey) => ({
      name: `${operation.path}, ${declared}, ${exampleKey ?? 'no example named'}`,
      operation,
      preference: { code, dynamic: false, ...(exampleKey !== undefined && { exampleKey }) },
    }));
  }),
]);

test.each(everyPreference)('the quick cut answers as all of Prism does: $name', async ({ operation, preference }) => {
  const whole = await loadWholeEngine();
  expect(await createQuickEngine()(operation, preference)).toEqual(await whole(operation, preference));
});
