import { describe, expect, test } from 'vitest';
import { AdminRunsError, type ForceCancelOptions } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const id = 'run-VCsNJXa59eUza53R';

/** A client of a platform with one run, which is pending. */
function platform(...cancels: Response[]) {
  const responses = cancels.flatMap((cancel) => [responseOf('single-page'), cancel]);
  return stubbedClient(responses, { retries: cancels.length - 1 });
}

describe('beforeCancel', () => {
  test('gets the run that was just checked, before the request is sent', async () => {
    const { client, requests } = platform(responseOf('canceled-run'));
    const seen: unknown[] = [];
    await client.forceCancel(id, {
      beforeCancel: (run) => void seen.push([run.id, run.attributes.status, requests.length]),
    });
    expect(seen).toEqual([[id, 'pending', 1]]);
    expect(requests).toHaveLength(2);
  });

  test('is called before each attempt', async () => {
    const limited = responseOf('too-many-requests', { status: 429, headers: { 'Retry-After': '0.001' } });
    const { client } = platform(limited, responseOf('canceled-run'));
    let calls = 0;
    await client.forceCancel(id, { beforeCancel: () => void calls++ });
    expect(calls).toBe(2);
  });

  test.each<[string, ForceCancelOptions['beforeCancel']]>([
    [
      'throws',
      () => {
        throw new Error('the disk is full');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the disk is full');
      },
    ],
  ])('keeps the request from being sent if it %s', async (_, beforeCancel) => {
    const { client, requests } = platform(responseOf('canceled-run'));
    await expect(client.forceCancel(id, { beforeCancel })).rejects.toThrow('the disk is full');
    expect(requests).toHaveLength(1);
  });

  test('must be a function', async () => {
    const { client, requests } = platform(responseOf('canceled-run'));
    await expect(client.forceCancel(id, { beforeCancel: true as never })).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});

describe('mayHaveBeenCanceled', () => {
  test.each([
    [409, 'transition-not-allowed', false],
    [404, 'run-not-found', false],
    [500, 'internal-server-error', true],
  ] as const)('after a %i is %s', async (status, name, expected) => {
    const { client } = platform(responseOf(example(name), { status }));
    const error = (await failure(client.forceCancel(id))) as AdminRunsError;
    expect(error).toBeInstanceOf(AdminRunsError);
    expect(error.mayHaveBeenCanceled).toBe(expected);
    expect(error.message.includes('The run may have been canceled')).toBe(expected);
  });

  test('is false if only the check failed', async () => {
    const { client } = stubbedClient([responseOf('internal-server-error', { status: 500 })]);
    expect(await failure(client.forceCancel(id))).toHaveProperty('mayHaveBeenCanceled', false);
  });
});
