// The mock as a proxy in front of our server, in place of an installation: all of the server's responses are documented.
import { fileURLToPath } from 'node:url';
import { createAdminRunsClient, toResult } from '@tfe-admin-runs/client';
import { startServer } from '@tfe-admin-runs/server';
import { runProgram, urlIn } from '@tfe-admin-runs/testing/program';
import { expect, onTestFinished, test } from 'vitest';

const bin = fileURLToPath(import.meta.resolve('@tfe-admin-runs/mock/package.json')).replace(
  'package.json',
  'bin/tfe-admin-runs-mock.js',
);

test('the proxy finds nothing wrong with the responses of the server, errors included', async () => {
  await using server = await startServer();
  const args = ['--port', '0', '--proxy', server.url, '--allow-force-cancel'];
  const { child, line, ended } = runProgram(bin, args);
  onTestFinished(() => void child.kill('SIGKILL'));
  const address = urlIn(await line);
  const client = createAdminRunsClient({ address, token: server.adminToken, retries: 0 });

  let runs = 0;
  for await (const run of client.iterate({ include: ['workspace.organization.owners'], page: { size: 7 } }))
    runs += Number(!!run);
  expect(runs).toBeGreaterThan(7);
  const { data } = await client.list({ status: ['planning'] });
  await client.forceCancel(data[0]?.id as string, { comment: 'Its worker is gone.' });
  const { error } = await toResult(client.forceCancelUnguarded(data[0]?.id as string));
  const unknownToken = await toResult(createAdminRunsClient({ address, token: 'unknown' }).list());
  expect([error, unknownToken.error].map((each) => (each as { status?: number }).status)).toEqual([409, 401]);

  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
