import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAdminRunsClient } from '@tfe-admin-runs/client';
import { startMock } from '@tfe-admin-runs/mock';

test('asks for the runs that are planning', async () => {
  await using mock = await startMock();
  const adminRuns = createAdminRunsClient({ address: mock.url, token: 'any' });

  await adminRuns.list({ status: ['planning'] });

  const [request] = mock.requests;
  assert.equal(request?.status, 200);
  assert.equal(request?.query['filter[status]'], 'planning');
});

test('reports a request that the mock rejects', async () => {
  await using mock = await startMock();
  const adminRuns = createAdminRunsClient({ address: mock.url, token: 'any' });

  await assert.rejects(adminRuns.list({ page: { size: 500 } }), /page\[size\] must be a whole number from 1 to 100/);
});
