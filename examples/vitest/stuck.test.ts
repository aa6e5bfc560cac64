import { fromEnvironment } from '@tfe-admin-runs/client';
import { expect, test } from 'vitest';

const adminRuns = fromEnvironment();

test('a stuck run is canceled', async () => {
  const { data } = await adminRuns.list({ status: ['planning'] });
  const [stuck] = data;
  if (!stuck) return expect.fail('no run is planning');
  const { attributes } = await adminRuns.forceCancel(stuck.id, { comment: 'Its worker is gone.' });
  expect(attributes.status).toBe('canceled');
});
