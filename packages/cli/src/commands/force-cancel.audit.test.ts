import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { before, cancel, isCancel, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('the audit file', () => {
  test('has the attempt before it is sent, and the outcome before the next run is touched', async () => {
    const seen: string[][] = [];
    const fetch = before((request) => {
      if (isCancel(request)) seen.push(world.recorded());
    });
    await world.cli(`${cancel} --audit ${world.audit}`, { fetch });
    expect(seen).toEqual([
      ['plan', 'attempt run-a'],
      ['plan', 'attempt run-a', 'done run-a', 'attempt run-b'],
      ['plan', 'attempt run-a', 'done run-a', 'attempt run-b', 'done run-b', 'attempt run-c'],
    ]);
  });

  test('is appended to, and readable for its owner alone', async () => {
    writeFileSync(world.audit, '{"event":"plan","at":"", "addr', { mode: 0o600 });
    await world.cli(`${cancel} --audit ${world.audit}`);
    const [torn, plan = ''] = readFileSync(world.audit, 'utf8').split('\n');
    expect(torn).toBe('{"event":"plan","at":"", "addr');
    expect(JSON.parse(plan)).toMatchObject({ address: world.server.url, comment: 'Its worker is gone' });
  });

  test('has the lines that --json prints, and no token', async () => {
    const { stdout } = await world.cli(`${cancel} --audit ${world.audit} --json`);
    expect(readFileSync(world.audit, 'utf8')).toBe(stdout);
    expect(stdout).not.toContain(world.server.adminToken);
  });

  test.skipIf(process.platform !== 'linux')('that cannot be written stops it before anything is done', async () => {
    const { code, stderr } = await world.cli(`${cancel} --audit /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Cannot write \/dev\/full: ENOSPC/);
    expect(world.posts()).toEqual([]);
  });
});
