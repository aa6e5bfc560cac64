// The steps of "Before you force-cancel", carried out as the document describes them.
import { startServer } from '@tfe-admin-runs/server';
import { document } from '@tfe-admin-runs/testing/document';
import { expect, test } from 'vitest';

const [, steps = ''] = document.info.description.split('# Before you force-cancel');
const runId = 'run-VCsNJXa59eUza53R';

/** A request that the steps name in code, such as `GET /api/v2/…`. */
function requestOf(method: string, last: string): string {
  const [, path] = new RegExp(`\`${method} (\\S+${last})\``).exec(steps) ?? [];
  if (path === undefined) throw new Error(`The steps have no ${method} request that ends in ${last}`);
  return path;
}

test('the steps before a force-cancel find the run by its ID, and cancel it with a comment', async () => {
  await using server = await startServer({ adminToken: 'the-admin', seed: 'empty' });
  await server.createRun({ id: runId, status: 'applying' });
  const headers = { Authorization: 'Bearer the-admin' };

  async function readRuns() {
    const response = await fetch(server.url + requestOf('GET', runId), { headers });
    const { data } = (await response.json()) as { data: { id: string; attributes: { status: string } }[] };
    return data.map(({ id, attributes }) => `${id} ${attributes.status}`);
  }

  expect(await readRuns()).toEqual([`${runId} applying`]);
  const [, contentType = ''] = /`Content-Type: (\S+)`/.exec(steps) ?? [];
  const [, body = ''] = /the body `(\{.+\})`/.exec(steps) ?? [];
  const response = await fetch(server.url + requestOf('POST', 'force-cancel'), {
    method: 'POST',
    headers: { ...headers, 'Content-Type': contentType },
    body,
  });
  expect(response.status).toBe(200);
  expect(server.requests.at(-1)?.body).toEqual({ comment: expect.stringMatching(/./) });
  expect(await readRuns()).toEqual([`${runId} canceled`]);
});
