import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromEnvironment } from '@tfe-admin-runs/client';

test('lists runs', async () => {
  const { data } = await fromEnvironment().list();
  assert.equal(data[0]?.type, 'runs');
});
