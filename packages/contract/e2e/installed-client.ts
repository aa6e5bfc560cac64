// A program that uses all of the installed client, and what it must report in every runtime.
import { expect } from 'vitest';

/**
 * Uses all of the client against a server with the demo seed, and passes each result to `report`. Nothing listens at
 * `unreachable`.
 */
export const program = `
  import { createAdminRunsClient, resolve, toResult } from '@tfe-admin-runs/client';
  import { isFinal, statusAge } from '@tfe-admin-runs/types';
  export async function tour({ address, token, userToken, unreachable, report }) {
    const client = createAdminRunsClient({ address, token });

    const include = ['workspace.organization.owners'];
    const page = await client.list({ status: ['planning'], include });
    const [stuck] = resolve(page).filter((run) => statusAge(run) > 8 * 3600 * 1000);
    report([stuck.attributes.status, typeof stuck.workspace.attributes.name, typeof stuck.workspace.organization.id]);

    const { 'total-count': total } = page.meta.pagination;
    const ids = new Set();
    for await (const { id } of client.iterate({ page: { size: 3 } }, { prefetch: true })) ids.add(id);
    report(ids.size === (await client.list()).meta.pagination['total-count'] && ids.size > total);

    const canceled = await client.forceCancel(stuck.id, { comment: 'Stuck since "Monday", é' });
    report([canceled.attributes.status, isFinal((await client.get(stuck.id)).attributes.status)]);
    const reportError = async (call) => {
      const { error } = await toResult(call);
      report([error.name, error.reason ?? error.status ?? error.limit, error.message.replaceAll(address, 'ADDRESS')]);
    };
    await reportError(client.forceCancel(stuck.id));
    await reportError(client.forceCancelUnguarded(stuck.id));
    await reportError(createAdminRunsClient({ address, token: userToken }).list());
    await reportError(createAdminRunsClient({ address, token: 'unknown' }).list());
    await reportError(createAdminRunsClient({ address: unreachable, token, retries: 0 }).list());
    report(await client.list({}, { signal: AbortSignal.abort('enough') }).catch((reason) => reason));
    const { total: all, byGroup, byStatus } = await client.summary();
    report([Object.values(byGroup).reduce((sum, count) => sum + count) === all, byStatus.planning]);
    await reportError(createAdminRunsClient({ address, token, readOnly: true }).forceCancel(stuck.id));
    const { data, response } = await client.api.GET('/api/v2/admin/runs', { params: { query: { 'page[size]': 1 } } });
    report([data.data.length, response.status, (await response.clone().json()).data.length]);
  }`;

/**
 * Checks what the tour reported. Each runtime has its own message if there was no response. Only Node reveals that the
 * request was not sent.
 */
export function expectTour(
  reported: string[],
  connectionError: 'No response from' | 'Not sent to' = 'No response from',
) {
  expect(reported.map((line) => JSON.parse(line))).toEqual([
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
      expect.stringMatching(new RegExp(`^${connectionError} http://\\S+: .+; check the address, HTTPS_PROXY or CORS$`)),
    ],
    'enough',
    [true, 0],
    ['GuardError', 'read-only', 'Not canceled: this client is read-only'],
    [1, 200, 1],
  ]);
}
