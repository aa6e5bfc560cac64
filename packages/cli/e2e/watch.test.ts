import { type Server, startServer } from '@tfe-admin-runs/server';
import type { Program } from '@tfe-admin-runs/testing/program';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, startCommand } from './command.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer({ seed: 'empty' });
});
afterAll(() => server.close());

/** The next lines that a program prints, as JSON. */
function linesOf({ child, output }: Program) {
  let read = 0;
  return function next(count: number): Promise<Record<string, unknown>[]> {
    return new Promise((resolve) => {
      function check() {
        const lines = output.stdout.split('\n').slice(read, -1);
        if (lines.length < count) return;
        read += count;
        child.stdout.off('data', check);
        resolve(lines.slice(0, count).map((line) => JSON.parse(line)));
      }
      child.stdout.on('data', check);
      check();
    });
  };
}

test('watch prints a line of JSON for each change in a pipe, whatever fails in between', async () => {
  await server.createRun({ id: 'run-a', status: 'planning', workspace: 'a' });
  const program = startCommand(['watch', '--interval', '1s', '--json', 'id,status'], environment(server, server.url));
  const next = linesOf(program);
  expect(await next(2)).toMatchObject([
    { event: 'counts', total: 1, byGroup: { running: 1 } },
    { event: 'appeared', run: { id: 'run-a', status: 'planning' } },
  ]);

  // More than a request is sent again.
  server.injectFailure({ operation: 'listAdminRuns', status: 503, times: 12, headers: { 'retry-after': '0.001' } });
  await server.createRun({ id: 'run-b', workspace: 'b' });
  expect(await next(2)).toMatchObject([
    { event: 'counts', total: 2 },
    { event: 'appeared', run: { id: 'run-b', status: 'pending' } },
  ]);
  expect(program.output.stderr).toContain('responded with 503');
  expect(program.output.stderr).toContain('trying again');

  await server.updateRun('run-b', { status: 'plan_queued' });
  expect((await next(2))[1]).toMatchObject({ event: 'changed', from: 'pending', run: { status: 'plan_queued' } });
  await server.updateRun('run-a', { status: 'applied' });
  expect((await next(2))[1]).toMatchObject({ event: 'left', run: { id: 'run-a' } });

  program.child.kill('SIGINT');
  expect((await program.ended).code).toBe(130);
});

test('watch ends if the token is wrong', async () => {
  const env = environment({ adminToken: 'an-unknown-token' }, server.url);
  expect((await startCommand(['watch'], env).ended).code).toBe(3);
});
