// A program that uses all of the installed client, and what it must report in every runtime.
import { expect } from 'vitest';

/**
 * Uses all of the client against a server with the demo seed, and reports each result with `tell`. Nothing listens at
 * `nobody`.
 */
export const program = `
  import { createAdminRunsClient, resolve, toResult } from '@tfe-admin-runs/client';
  import { isFinal, statusAge } from '@tfe-admin-runs/types';
  export async function tour({ address, token, userToken, nobody, tell }) {
    const client = createAdminRunsClient({ address, token });

    const include = ['workspace.organization.owners'];
    const page = await client.list({ status: ['planning'], include });
    const [stuck] = resolve(page).filter((run) => statusAge(run) > 8 * 3600 * 1000);
    tell([stuck.attributes.status, typeof stuck.workspace.attributes.name, typeof stuck.workspace.organization.id]);

    const { 'total-count': total } = page.meta.pagination;
    const ids = new Set();
    for await (const { id } of client.iterate({ page: { size: 3 } }, { prefetch: true })) ids.add(id);
    tell(ids.size === (await client.list()).meta.pagination['total-count'] && ids.size > total);

    const canceled = await client.forceCancel(stuck.id, { comment: 'Stuck since "Monday", é' });
    tell([canceled.attributes.status, isFinal((await client.get(stuck.id)).attributes.status)]);
    const say = async (call) => {
      const { error } = await toResult(call);
      tell([error.name, error.reason ?? error.status ?? error.limit, error.message.replaceAll(address, 'ADDRESS')]);
    };
    await say(client.forceCancel(stuck.id));
    await say(client.forceCancelUnguarded(stuck.id));
    await say(createAdminRunsClient({ address, token: userToken }).list());
    await say(createAdminRunsClient({ address, token: 'unknown' }).list());
    await say(createAdminRunsClient({ address: nobody, token, retries: 0 }).list());
    tell(await client.list({}, { signal: AbortSignal.abort('enough') }).catch((reason) => reason));
    const { total: all, byGroup, byStatus } = await client.summary();
    tell([Object.values(byGroup).reduce((sum, count) => sum + count) === all, byStatus.planning]);
    await say(createAdminRunsClient({ address, token, readOnly: true }).forceCancel(stuck.id));
    const { data, response } = await client.api.GET('/api/v2/admin/runs', { params: { query: { 'page[size]': 1 } } });
    tell([data.data.length, response.status, (await response.clone().json()).data.length]);
  }`;

/**
 * What the tour tells. Each runtime words in its own way why there was no response; that the request was not sent is known
 * in Node alone.
 */
export function expectTour(told: string[], unreached: 'No response from' | 'Not sent to' = 'No response from') {
  expect(told.map((line) => JSON.parse(line))).toEqual([
    ['planning', 'string', 'string'],
    true,
    ['canceled', true],
    ['GuardError', 'final', expect.stringMatching(/^Not canceled: run-\w+ is final$/)],
    ['ApiError', 409, 'ADDRESS responded with 409: transition not allowed (the run is final)'],
    ['ApiError', 404, "ADDRESS responded with 404: not found (or the token is not a site administrator's)"],
    ['ApiError', 401, 'ADDRESS responded with 401: unauthorized (the token is unknown or expired)'],
    [
      'ConnectionError',
      null,
      expect.stringMatching(new RegExp(`^${unreached} http://\\S+: .+; check the address, HTTPS_PROXY or CORS$`)),
    ],
    'enough',
    [true, 0],
    ['GuardError', 'read-only', 'Not canceled: this client is read-only'],
    [1, 200, 1],
  ]);
}
