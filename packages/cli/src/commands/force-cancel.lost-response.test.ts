import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { fetchAtNoon } from '../testing/run-cli.ts';
import { cancel, ids, isCancel, operation, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('a lost response', () => {
  test('of a cancel that was carried out is settled by reading the run', async () => {
    world.server.injectFailure({ operation, cut: 'after' });
    const { code, stdout, stderr } = await world.cli(`${cancel} --audit ${world.audit}`);
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\tdone\t.*\tfound canceled$/m);
    expect(stderr).toContain('1 done, 2 not tried');
    expect(stderr).toContain(`Go on with \`tfe-admin-runs force-cancel --resume ${world.audit}\``);
    expect(world.recorded()).toEqual([
      'plan',
      'attempt run-a',
      'in-doubt run-a',
      'done run-a',
      'not-tried run-b',
      'not-tried run-c',
    ]);
    expect(world.posts()).toEqual(['run-a']);
  });

  test.each([{ cut: 'before' } as const, { status: 500 }, { status: 502 }])(
    'of a cancel that was not carried out leaves it in doubt: %j',
    async (failure) => {
      world.server.injectFailure({ operation, ...failure });
      const { code, stdout, stderr } = await world.cli(`${cancel} --audit ${world.audit}`);
      expect(code).toBe(6);
      expect(stdout).toMatch(/^run-a\tin-doubt\t.*\tit is still planning; the request may yet arrive$/m);
      expect(stderr).toContain('1 in doubt, 2 not tried');
      expect(world.recorded().slice(1, 4)).toEqual(['attempt run-a', 'in-doubt run-a', 'in-doubt run-a']);
      expect(world.posts()).toEqual(['run-a']);
    },
  );

  test('does not stop it with --keep-going', async () => {
    world.server.injectFailure({ operation, status: 500, after: 1 });
    const { code, stderr } = await world.cli(`${cancel} --keep-going`);
    expect(code).toBe(6);
    expect(stderr).toContain('2 done, 1 in doubt');
    expect(world.posts()).toEqual(ids);
  });

  test('is not replaced by one about another run', async () => {
    const fetch: Host['fetch'] = async (request, init) =>
      isCancel(request)
        ? Response.json({ data: { id: 'run-z', type: 'runs', attributes: { status: 'canceled' } } })
        : fetchAtNoon(request, init);
    const { code, stdout } = await world.cli(`${cancel} --audit ${world.audit}`, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\tin-doubt\t.*\tit is still planning; the request may yet arrive$/m);
    expect(world.recorded().slice(1, 4)).toEqual(['attempt run-a', 'in-doubt run-a', 'in-doubt run-a']);
    expect(readFileSync(world.audit, 'utf8')).toContain('"reason":"the response is about run-z"');
  });

  test('leaves the run in doubt if the installation goes away', async () => {
    let isGone = false;
    const fetch: Host['fetch'] = async (request, init) => {
      const response = isGone ? undefined : await fetchAtNoon(request, init);
      isGone ||= isCancel(request);
      if (response && !isGone) return response;
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) });
    };
    const { code, stdout } = await world.cli(cancel, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\tin-doubt\t/m);
    expect(stdout).toMatch(/^run-b\tnot-tried\t/m);
    expect(world.posts()).toEqual(['run-a']);
  });
});
