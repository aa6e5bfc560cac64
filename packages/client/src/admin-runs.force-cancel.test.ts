import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const id = 'run-VCsNJXa59eUza53R';
const runs = 'https://tfe.example.com/api/v2/admin/runs';
const headers = {
  accept: 'application/vnd.api+json',
  authorization: 'Bearer secret-token',
  'cache-control': 'no-cache',
  'content-type': 'application/vnd.api+json',
  'user-agent': `tfe-admin-runs/${packageJson.version}`,
};

test.each([['Stuck'], [{ Comment: 'Stuck' }], [{ comment: 'Stuck', signl: undefined }]])(
  'a force-cancel with %o is rejected, and nothing is canceled',
  async (options) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    const mistyped = options as { comment: string };
    expect(await failure(client.forceCancelUnguarded(id, mistyped))).toBeInstanceOf(TypeError);
    expect(await failure(client.forceCancel(id, mistyped))).toBeInstanceOf(TypeError);
    expect(requests).toEqual([]);
  },
);

test.each([
  ['without a comment', undefined, ''],
  ['with an undefined comment', { comment: undefined }, ''],
  ['with a comment', { comment: 'Stuck since "Monday", é' }, '{"comment":"Stuck since \\"Monday\\", é"}'],
  ['with an empty comment', { comment: '' }, ''],
])('a force-cancel %s is one POST, with these headers and bytes', async (_, options, body) => {
  const { client, requests } = stubbedClient([responseOf('canceled-run')]);
  await client.forceCancelUnguarded(id, options);
  expect(requests).toEqual([{ method: 'POST', url: `${runs}/${id}/actions/force-cancel`, headers, body }]);
});

test('a force-cancel resolves to the run', async () => {
  const { client } = stubbedClient([responseOf('canceled-run')]);
  await expect(client.forceCancelUnguarded(id)).resolves.toEqual(example('canceled-run').data);
});

describe('run IDs', () => {
  test.each([
    '',
    '.',
    '..',
    'run-1/..',
    '../runs',
    'run-1\n',
    'run 1',
    'run-1?x',
    'run-1#x',
    'run-1%2F',
    'run-1\\x',
    'rün-1',
    'a,b',
    undefined,
    null,
    7,
    ['run-1'],
    { toString: () => 'run-1' },
  ])('%o is rejected before anything is sent', async (id) => {
    const { client, requests } = stubbedClient([responseOf('canceled-run')]);
    const error = await failure(client.forceCancelUnguarded(id as string));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty('message', `Not a run ID: ${id}`);
    expect(requests).toEqual([]);
  });

  test('any string is rejected, or is one segment of the path', async () => {
    const segment = fc.string({ unit: fc.constantFrom(...'aZ09-_./\\%?#;:@ {}') });
    await fc.assert(
      fc.asyncProperty(fc.oneof(segment, fc.string({ unit: 'binary' }), fc.anything()), async (id) => {
        const { client, requests } = stubbedClient([responseOf('canceled-run')]);
        try {
          await client.forceCancelUnguarded(id as string);
          expect(requests.map(({ url }) => url)).toEqual([`${runs}/${id}/actions/force-cancel`]);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect(requests).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
