import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ids, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('asks', () => {
  test('for the number of runs', async () => {
    const { code, stderr } = await world.cli('force-cancel --stuck --comment x', { columns: 80, stdin: '3\n' });
    expect(code).toBe(0);
    expect(stderr).toContain('Type 3 to force-cancel these runs: ');
    expect(world.posts()).toEqual(ids);
  });

  test.each(['', '2\n', 'yes\n', '\n3\n'])('and cancels nothing if the answer is %j', async (stdin) => {
    const { code, stderr } = await world.cli('force-cancel --stuck --comment x', { columns: 80, stdin });
    expect(code).toBe(6);
    expect(stderr).toContain('Nothing was canceled: the answer was not 3');
    expect(world.posts()).toEqual([]);
  });

  test('for the name of the workspace if a run is applying', async () => {
    await world.server.updateRun('run-b', { status: 'applying' });
    const args = 'force-cancel run-a run-b --allow-applying --comment x';
    const wrong = await world.cli(args, { columns: 80, stdin: '2\ntest\n' });
    expect(wrong.code).toBe(6);
    expect(wrong.stderr).toContain(
      'run-b is applying. What it has created and not yet saved is lost from the state of run-b.\nType run-b to cancel it',
    );
    expect(world.posts()).toEqual([]);
    expect((await world.cli(args, { columns: 80, stdin: '2\nrun-b\n' })).code).toBe(0);
    expect(world.posts()).toEqual(['run-a', 'run-b']);
  });

  test.each(['\u200b', ' \u202e '])(
    'for the ID if the name of the workspace is nothing to type: %j',
    async (workspace) => {
      await world.server.createRun({ id: 'run-z', status: 'applying', workspace });
      const args = 'force-cancel run-z --allow-applying --comment x';
      expect((await world.cli(args, { columns: 80, stdin: '1\n\n' })).code).toBe(6);
      expect(world.posts()).toEqual([]);
      expect((await world.cli(args, { columns: 80, stdin: '1\nrun-z\n' })).code).toBe(0);
      expect(world.posts()).toEqual(['run-z']);
    },
  );

  test('nothing where there is no terminal: that is a dry run', async () => {
    const { code, stdout, stderr } = await world.cli(`force-cancel --stuck --comment x --audit ${world.audit}`, {
      stdin: '3\n',
    });
    expect(code).toBe(6);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual([...ids, '']);
    expect(stderr).toBe('Dry run, nothing was canceled: there is no terminal to ask on. Pass --yes to cancel\n');
    expect(world.posts()).toEqual([]);
    expect(existsSync(world.audit)).toBe(false);
  });

  test('nothing if there is nothing to cancel', async () => {
    const { code, stderr } = await world.cli('force-cancel --stuck --threshold planning=9000h --comment x');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Nothing to cancel\n' });
  });
});
