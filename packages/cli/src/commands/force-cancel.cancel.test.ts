import { startServer } from '@tfe-admin-runs/server';
import { describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { cliFor, fetchAtNoon } from '../testing/run-cli.ts';
import { before, cancel, operation, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();
const headers = { 'retry-after': '0.001' };

describe('cancels', () => {
  test('one by one, and says which workspaces are free and what is pending behind them', async () => {
    await world.server.createRuns([{ workspace: 'run-a' }, { workspace: 'run-a' }, { workspace: 'run-c' }]);
    const { code, stderr } = await world.cli(cancel);
    expect(code).toBe(0);
    expect(stderr).toMatch(/3 done\n\nWhat follows:\n {2}test\/run-a is free; 2 runs queued behind it\n/);
    expect(stderr).toContain('  test/run-b is free; 0 runs queued behind it\n');
    expect(await world.statuses()).toMatchObject({ 'run-a': 'canceled', 'run-b': 'canceled', 'run-c': 'canceled' });
  });

  test('whatever becomes of the installation afterwards', async () => {
    world.server.injectFailure({ operation: 'listAdminRuns', status: 404, after: 4, times: 9 });
    const { code, stderr } = await world.cli(cancel);
    expect(code).toBe(0);
    expect(stderr).toMatch(/3 done\nWhat follows is unknown: .* responded with 404/);
  });

  test('and reports, whatever the response to a check is', async () => {
    const fetch: Host['fetch'] = async (request, init) => {
      const isCheck = request.url.includes('q=run-b');
      return isCheck ? Response.json({ data: [{ id: 'run-b' }] }) : fetchAtNoon(request, init);
    };
    const { code, stdout } = await world.cli(`${cancel} --keep-going`, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(
      /^run-a\tdone\t.*\nrun-b\tfailed\t.*\tA response is not what was expected.*\nrun-c\tdone\t/m,
    );
  });

  test('with the comment', async () => {
    let body = '';
    const fetch = before(async (request) => {
      if (request.method === 'POST') body = await request.clone().text();
    });
    await world.cli("force-cancel run-a --yes --comment 'Its worker is gone'", { fetch });
    expect(JSON.parse(body)).toEqual({ comment: 'Its worker is gone' });
  });

  test('at most --max, those first that are stuck for longest, and says how to go on', async () => {
    const { code, stderr } = await world.cli(`${cancel} --max 2`);
    expect(code).toBe(0);
    expect(stderr).toContain('1 more run can be canceled: run it again for the next 2, or pass --max 3 for all');
    expect(world.posts()).toEqual(['run-a', 'run-b']);
  });

  test('at most 20 by default', async () => {
    const flood = Array.from({ length: 40 }, (_, i) => ({
      status: 'planning',
      statusAge: 5 * 3600,
      workspace: `w${i}`,
    }));
    await world.server.createRuns(flood);
    await world.cli(cancel);
    expect(world.posts()).toHaveLength(20);
  });

  test('the runs of a file: the first words of its lines, each once', async () => {
    const lines = '# stuck\nrun-a\tplanning\t33220\n\n  run-b extra\nrun-a\n';
    const fromStdin = await world.cli('force-cancel --from-file - --yes --comment x', { stdin: lines });
    expect(fromStdin.code).toBe(0);
    expect(world.posts()).toEqual(['run-a', 'run-b']);
  });

  test('many runs that it reads from pages of 100, until it has them all', async () => {
    await world.server.createRuns(Array.from({ length: 300 }, (_, i) => ({ id: `run-${i}`, workspace: 'w', age: i })));
    const wanted = Array.from({ length: 12 }, (_, i) => `run-${i}`).join('\n');
    const { stdout } = await world.cli('force-cancel --from-file - --dry-run', { stdin: wanted });
    expect(stdout.trim().split('\n')).toHaveLength(12);
    // The second page may have been requested in advance.
    expect(world.server.requests.length).toBeLessThanOrEqual(2);
  });

  test.each(['run-a\n../run-b\n', 'run-a/b\n', `${'x'.repeat(101)}\n`, '\u001b[2Jrun-a\n'])(
    'nothing if a line of the file is no ID: %j',
    async (lines) => {
      const { code, stderr } = await world.cli('force-cancel --from-file - --yes --comment x', { stdin: lines });
      expect(code).toBe(1);
      expect(stderr).toContain('is not the ID of a run');
      expect(stderr).not.toContain('\u001b');
      expect(world.posts()).toEqual([]);
    },
  );

  test('nothing if standard input has no IDs', async () => {
    const { code, stderr } = await world.cli('force-cancel --from-file - --yes --comment x', { stdin: '\n' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'tfe-admin-runs: There are no IDs of runs in standard input\n',
    });
  });

  test('after a storm of 429, and checks again before it sends again', async () => {
    world.server.injectFailure({ operation, status: 429, times: 4, headers });
    const { code } = await world.cli(`${cancel} --audit ${world.audit}`);
    expect(code).toBe(0);
    expect(world.posts()).toEqual(['run-a', 'run-a', 'run-a', 'run-a', 'run-a', 'run-b', 'run-c']);
    expect(world.recorded().filter((step) => step === 'attempt run-a')).toHaveLength(5);
    expect(await world.statuses()).toMatchObject({ 'run-a': 'canceled' });
  });

  test('within the rate limit', async () => {
    await using slow = await startServer({ seed: 'empty', rateLimit: 2 });
    await slow.createRun({ id: 'run-a', status: 'planning' });
    const { code, stderr } = await cliFor(slow)('force-cancel run-a --yes --comment x', { fetch });
    expect(code).toBe(0);
    expect(stderr).not.toContain('429');
  });
});
