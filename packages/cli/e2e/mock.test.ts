import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, startCommand } from './command.ts';

// The mock rejects every request that the document does not describe.
let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

// With its workspace the mock has other runs than without.
const run = 'run-8uGJbT4yNsVd6MxA';

test.each([
  [['counts'], 'pending'],
  [['counts', '--q', 'a & b', '--from', '3d', '--to', '2026-01-14T08:00:00+02:00'], 'pending'],
  [['list'], run],
  [['list', '--status', 'pending,planning', '--group', 'waiting', '--older-than', '1s', '--all'], run],
  [['show', run], 'Status      planning'],
  [['doctor'], "the token is a site administrator's"],
])('%j is a request of the document', async (args, printed) => {
  const { code, stdout, stderr } = await startCommand(args, environment({ adminToken: 'a-token' }, mock.url)).ended;
  expect(code, stderr).toBe(0);
  expect(stdout).toContain(printed);
});

test('a run that is in the plan, and not known at its cancel, is left alone', async () => {
  const args = ['force-cancel', run, '--yes', '--comment', 'x'];
  const { code, stdout } = await startCommand(args, environment({ adminToken: 'a-token' }, mock.url)).ended;
  expect(code).toBe(6);
  expect(stdout).toContain('is not known any more');
  expect(mock.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});
