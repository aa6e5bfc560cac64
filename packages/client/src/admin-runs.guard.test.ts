import { runStatuses, statusGroups } from '@tfe-admin-runs/types';
import { describe, expect, test } from 'vitest';
import { ApiError, type ForceCancelOptions, GuardError } from './index.ts';
import { example, failure, responseOf, stubbedClient } from './testing/stub.ts';

const id = 'run-VCsNJXa59eUza53R';

/** A client of a platform with one run, in this status. */
function platform(status: string, cancel = responseOf('canceled-run')) {
  return stubbedClient([listing(status), cancel]);
}

function listing(status: string) {
  const page = example('single-page');
  page.data[0].attributes.status = status;
  return responseOf(page);
}

const check = `GET https://tfe.example.com/api/v2/admin/runs?q=${id}`;
const cancel = `POST https://tfe.example.com/api/v2/admin/runs/${id}/actions/force-cancel`;
function sent({ requests }: ReturnType<typeof platform>) {
  return requests.map(({ method, url }) => `${method} ${url}`);
}

function forceCancel({ client }: ReturnType<typeof platform>, options?: ForceCancelOptions) {
  return client.forceCancel(id, options);
}

describe('a guarded force-cancel', () => {
  const safe = runStatuses.filter((status) => status !== 'applying' && !statusGroups.final.includes(status as never));

  test.each([...safe, 'a_status_of_tomorrow'])('checks a run that is %s, and cancels it', async (status) => {
    const here = platform(status);
    await expect(forceCancel(here, { comment: 'Stuck' })).resolves.toEqual(example('canceled-run').data);
    expect(sent(here)).toEqual([check, cancel]);
    expect(here.requests[1]?.body).toBe('{"comment":"Stuck"}');
  });

  test.each(statusGroups.final)('rejects one that is %s, allowApplying or not', async (status) => {
    for (const allowApplying of [undefined, false, true]) {
      const here = platform(status);
      const error = await failure(forceCancel(here, { allowApplying }));
      expect(error).toBeInstanceOf(GuardError);
      expect(error).toMatchObject({ name: 'GuardError', reason: 'final', run: { id, attributes: { status } } });
      expect(error).toHaveProperty('message', `Not canceled: ${id} is final`);
      expect(sent(here)).toEqual([check]);
    }
  });

  test.each([undefined, false, 'false', 1])(
    'rejects one that is applying, with allowApplying %s',
    async (allowApplying) => {
      const here = platform('applying');
      const error = await failure(forceCancel(here, { allowApplying: allowApplying as boolean }));
      expect(error).toMatchObject({ name: 'GuardError', reason: 'applying', run: { id } });
      expect(error).toHaveProperty(
        'message',
        `Not canceled: ${id} is applying and may lose its state; pass allowApplying: true if nothing is working on it`,
      );
      expect(sent(here)).toEqual([check]);
    },
  );

  test('cancels one that is applying, with allowApplying', async () => {
    const here = platform('applying');
    await forceCancel(here, { allowApplying: true });
    expect(sent(here)).toEqual([check, cancel]);
  });

  test('rejects one that has no status', async () => {
    const here = platform(undefined as never);
    expect(await failure(forceCancel(here))).toMatchObject({ name: 'GuardError', reason: 'unknown' });
    expect(sent(here)).toEqual([check]);
  });

  test('rejects one that is not listed', async () => {
    const { client, requests } = stubbedClient([responseOf('empty-page')]);
    const error = await failure(client.forceCancel(id));
    expect(error).toMatchObject({ name: 'GuardError', reason: 'unknown', run: undefined });
    expect(error).toHaveProperty('message', `Not canceled: ${id} is not listed`);
    expect(requests).toHaveLength(1);
  });

  test("rejects with the platform's 409 if the run became final after the check", async () => {
    const error = await failure(
      forceCancel(platform('planning', responseOf('transition-not-allowed', { status: 409 }))),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, message: expect.stringMatching(/ \(the run is final\)$/) });
  });

  test('checks again before it sends again, because a run may begin to apply during the wait', async () => {
    const busy = responseOf('too-many-requests', { status: 429, headers: { 'Retry-After': '0.001' } });
    const here = stubbedClient([listing('planning'), busy, listing('applying')], { retries: 2 });
    expect(await failure(forceCancel(here))).toMatchObject({ name: 'GuardError', reason: 'applying' });
    expect(sent(here)).toEqual([check, cancel, check]);
  });

  test.each([
    [404, 'not-an-administrator'],
    [503, 'single-page'],
  ])('cancels nothing if the check fails with %i', async (status, example) => {
    const { client, requests } = stubbedClient([responseOf(example, { status })]);
    expect(await failure(client.forceCancel(id))).toMatchObject({ name: 'ApiError', status });
    expect(requests).toHaveLength(1);
  });

  test('cancels nothing if the signal aborts after the check', async () => {
    const controller = new AbortController();
    const posts: string[] = [];
    const { client } = stubbedClient([], {
      async fetch({ method }) {
        if (method === 'POST') posts.push(method);
        controller.abort('enough');
        return responseOf('single-page');
      },
    });
    expect(await failure(client.forceCancel(id, { signal: controller.signal }))).toBe('enough');
    expect(posts).toEqual([]);
  });

  test.each(['', '..', 'run 1', undefined])('rejects the ID %o before anything is sent', async (id) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    expect(await failure(client.forceCancel(id as string))).toBeInstanceOf(TypeError);
    expect(await failure(client.get(id as string))).toBeInstanceOf(TypeError);
    expect(requests).toEqual([]);
  });
});

describe('get', () => {
  test('gives the run with exactly this ID', async () => {
    const page = example('single-page');
    page.data.unshift({ ...page.data[0], id: `${id}x` });
    const { client, requests } = stubbedClient([responseOf(page)]);
    await expect(client.get(id)).resolves.toEqual(page.data[1]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([check]);
  });

  test('gives undefined if no run is listed, or only others', async () => {
    await expect(stubbedClient([responseOf('empty-page')]).client.get(id)).resolves.toBeUndefined();
    await expect(stubbedClient([responseOf('single-page')]).client.get('run-VCsNJXa59eUza53')).resolves.toBeUndefined();
  });
});
