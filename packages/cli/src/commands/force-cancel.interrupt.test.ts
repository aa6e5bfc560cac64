import { describe, expect, test } from 'vitest';
import { Interrupted } from '../errors.ts';
import { before, cancel, isCancel, operation, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('Ctrl-C', () => {
  /** Presses Ctrl-C when a request is about to be sent. */
  function pressing(when: (request: Request) => boolean) {
    const controller = new AbortController();
    const fetch = before((request) => {
      if (when(request)) controller.abort(new Interrupted());
    });
    return { interrupt: controller.signal, fetch };
  }

  test('while a cancel is in flight waits for its response', async () => {
    const { code, stdout, stderr } = await world.cli(`${cancel} --audit ${world.audit}`, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tdone\t/m);
    expect(stderr).toContain('1 done, 2 not tried');
    expect(world.recorded()).toEqual(['plan', 'attempt run-a', 'done run-a', 'not-tried run-b', 'not-tried run-c']);
  });

  test('while a cancel is in flight whose response is lost checks the run', async () => {
    world.server.injectFailure({ operation, cut: 'after' });
    const { code, stdout } = await world.cli(cancel, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tdone\t.*\tfound canceled$/m);
  });

  test('while a run is checked cancels nothing', async () => {
    let reads = 0;
    const { code, stderr } = await world.cli(
      `${cancel} --audit ${world.audit}`,
      pressing(() => ++reads === 2),
    );
    expect(code).toBe(130);
    expect(stderr).toContain('3 not tried');
    expect(world.posts()).toEqual([]);
    expect(world.recorded()).toEqual(['plan', 'not-tried run-a', 'not-tried run-b', 'not-tried run-c']);
  });

  test('while it waits for the rate limit ends the wait', async () => {
    world.server.injectFailure({ operation, status: 429, headers: { 'retry-after': '60' } });
    const { code, stdout } = await world.cli(`${cancel} --audit ${world.audit}`, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tnot-tried\t.*\tInterrupted$/m);
    expect(world.recorded().at(-1)).toBe('not-tried run-c');
    expect(await world.statuses()).toMatchObject({ 'run-a': 'planning' });
  });

  test('while the plan is made ends at once', async () => {
    const { code, stdout } = await world.cli(
      cancel,
      pressing(() => true),
    );
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});
