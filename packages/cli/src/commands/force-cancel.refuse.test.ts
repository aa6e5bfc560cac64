import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { before, cancel, ids, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('refuses', () => {
  test('a run that is applying, final or not known, and cancels the others', async () => {
    await world.server.updateRun('run-a', { status: 'applying' });
    await world.server.updateRun('run-b', { status: 'applied' });
    const { code, stdout } = await world.cli('force-cancel run-a run-b run-c run-nope --yes --comment x');
    expect(code).toBe(6);
    expect(stdout.replaceAll(/\t.*\t/g, ' ')).toBe(
      `run-c ${''}
run-a is applying and may lose its state; see --allow-applying
run-b is final: applied
run-nope is final or not known
`,
    );
    expect(world.posts()).toEqual(['run-c']);
  });

  test('everything with --read-only, unless it is a dry run', async () => {
    for (const env of [{}, { TFE_ADMIN_RUNS_READ_ONLY: '1' }]) {
      const option = 'TFE_ADMIN_RUNS_READ_ONLY' in env ? '' : '--read-only';
      expect(await world.cli(`${cancel} ${option}`, { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Nothing was canceled: --read-only and TFE_ADMIN_RUNS_READ_ONLY allow'),
      });
      expect((await world.cli(`force-cancel --stuck --dry-run ${option}`, { env })).code).toBe(0);
    }
    expect(world.posts()).toEqual([]);
  });

  test('to make a run that is applying a part of --stuck', async () => {
    await world.server.updateRun('run-b', { status: 'applying' });
    await world.server.createRun({ id: 'run-d', status: 'applying', statusAge: 30 * 3600, workspace: 'd' });
    const { stderr } = await world.cli(cancel);
    expect(stderr).toContain('Not part of --stuck, because they are applying and may lose their state: run-d');
    expect(world.posts()).toEqual(['run-a', 'run-c']);
  });

  test.each([
    ['planning', 'applying', 'was planning, and is applying now'],
    ['planning', 'planned', 'was planning, and is planned now'],
    ['planning', 'errored', 'was planning, and is errored now'],
  ])('a run that was %s in the plan, and is %s at its cancel', async (_, status, reason) => {
    let reads = 0;
    const fetch = before(async ({ url }) => {
      const isCheck = url.includes('q=run-b');
      if (isCheck && ++reads === 1) await world.server.updateRun('run-b', { status });
    });
    // Allowing applying is about runs that were applying in the plan.
    const args = 'force-cancel run-a run-b run-c --yes --keep-going --allow-applying --comment x';
    const file = join(world.folder, 'ids');
    writeFileSync(file, Array.from({ length: 12 }, (_, i) => ids[i] ?? `run-${i}`).join('\n'));
    const { code, stdout } = await world.cli(args.replace('run-a run-b run-c', `--from-file ${file}`), { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(new RegExp(`^run-b\trefused\t.*\t${reason}$`, 'm'));
    expect(world.posts()).toEqual(['run-a', 'run-c']);
  });

  test('a run that becomes final between the check and the cancel', async () => {
    const fetch = before(({ method, url }) => {
      if (method === 'POST' && url.includes('run-a')) return world.server.updateRun('run-a', { status: 'applied' });
    });
    const { code, stdout } = await world.cli(`${cancel} --audit ${world.audit}`, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\trefused\t.*\tbecame final at the same moment$/m);
    expect(world.recorded()).toEqual(['plan', 'attempt run-a', 'refused run-a', 'not-tried run-b', 'not-tried run-c']);
    expect(await world.statuses()).toMatchObject({ 'run-a': 'applied' });
  });
});
