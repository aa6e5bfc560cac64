import { expect, test } from 'vitest';
import { createExampleEngine, loadMocker } from './engine.ts';
import { readOperations } from './files.ts';
import { examplesOf } from './operation.ts';

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

test.each(everyPreference)(
  "the example engine gives the same response as Prism's mocker: $name",
  async ({ operation, preference }) => {
    const mocker = await loadMocker();
    expect(await createExampleEngine()(operation, preference)).toEqual(await mocker(operation, preference));
  },
);
