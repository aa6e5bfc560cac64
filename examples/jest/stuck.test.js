import { fromEnvironment } from '@tfe-admin-runs/client';

const adminRuns = fromEnvironment();

test('a stuck run is canceled', async () => {
  const { data } = await adminRuns.list({ status: ['planning'] });
  const { attributes } = await adminRuns.forceCancel(data[0].id, { comment: 'Its worker is gone.' });
  expect(attributes.status).toBe('canceled');
});
