// The pictures of the README, from real runs. `npm test -- --project cli pictures -u` draws them again.
import { type Server, startServer } from '@tfe-admin-runs/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawTerminal } from './testing/picture.ts';
import { cliFor, noon } from './testing/run-cli.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer({ now: () => noon });
  await server.createRuns(
    Array.from({ length: 14 }, (_, i) => ({
      id: `run-${'HqTzWnbLkdRcYvPsXgMfAj'.slice(i, i + 6)}9Zt4Qe${i + 10}`,
      status: 'planning',
      statusAge: 5 * 3600 + 17 * i * i,
      organization: 'hooli',
      workspace: `service-${i + 10}`,
      vcs: 'hooli/monorepo',
      owners: ['gavin'],
    })),
  );
});
afterAll(() => server.close());

test.each([
  ['counts', 'counts'],
  ['list', 'list --group running,waiting --limit 8'],
  ['stuck', 'stuck --limit 6'],
  ['show', 'show run-8uGJbT4yNsVd6MxA'],
  ['doctor', 'doctor'],
  ['force-cancel', "force-cancel --stuck --comment 'Worker gone' --max 5"],
])('the picture of %s is what it prints', async (name, args) => {
  const columns = 96;
  const fails = name === 'doctor' ? { env: { TFE_TOKEN: server.userToken } } : {};
  const { screen } = await cliFor(server)(args, { columns, colors: true, stdin: '5\n', ...fails });
  const text = screen.replaceAll(server.url, 'https://tfe.example.com');
  await expect(drawTerminal(`tfe-admin-runs ${args}`, text, columns)).toMatchFileSnapshot(`../pictures/${name}.svg`);
});
