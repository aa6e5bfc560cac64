import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cancel, ids, operation, useStuckWorld } from '../testing/stuck-world.ts';

const world = useStuckWorld();

describe('--resume', () => {
  const resume = () => `force-cancel --resume ${world.audit} --yes`;

  test('goes on with what was not tried, with the same comment', async () => {
    world.server.injectFailure({ operation, cut: 'after' });
    await world.cli(`${cancel} --audit ${world.audit}`);
    const { code } = await world.cli(resume());
    expect(code).toBe(0);
    expect(world.posts()).toEqual(ids);
    expect(world.server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      Array(3).fill({ comment: 'Its worker is gone' }),
    );
  });

  test('checks first what a killed program left in doubt', async () => {
    world.server.injectFailure({ operation, cut: 'after' });
    await world.cli(`${cancel} --audit ${world.audit}`);
    const [plan, attempt, outcome] = readFileSync(world.audit, 'utf8').split('\n');
    writeFileSync(world.audit, `${plan}\n${attempt}\n${outcome?.slice(0, 20)}`);
    expect((await world.cli(`${resume()} --dry-run`)).stderr).toContain('In doubt was run-a: done, found canceled\n');
    const { code, stdout, stderr } = await world.cli(resume());
    expect(code).toBe(0);
    expect(stderr).toContain('1 line cannot be read, and is ignored');
    expect(stdout).toMatch(/^run-a\tdone\t\tfound canceled$/m);
    expect(world.recorded().slice(2)).toEqual([
      'done run-a',
      'plan',
      'attempt run-b',
      'done run-b',
      'attempt run-c',
      'done run-c',
    ]);
    expect(world.posts()).toEqual(ids);
  });

  test('cancels again what is still at work after it was in doubt', async () => {
    world.server.injectFailure({ operation, cut: 'before' });
    await world.cli(`${cancel} --audit ${world.audit}`);
    expect((await world.cli(resume())).code).toBe(0);
    expect(world.posts()).toEqual(['run-a', 'run-a', 'run-b', 'run-c']);
    expect((await world.cli(resume())).stderr).toContain('Nothing to cancel');
    expect(world.posts()).toHaveLength(4);
  });

  test('leaves a run alone whose status is another by now', async () => {
    world.server.injectFailure({ operation, cut: 'before' });
    await world.cli(`${cancel} --audit ${world.audit}`);
    await world.server.updateRun('run-a', { status: 'applying' });
    await world.server.updateRun('run-b', { status: 'planned' });
    const { code, stdout } = await world.cli(resume());
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\trefused\t.*\twas planning, and is applying now$/m);
    expect(stdout).toMatch(/^run-b\trefused\t.*\twas planning, and is planned now$/m);
    expect(world.posts()).toEqual(['run-a', 'run-c']);
  });

  test('does not touch what another plan of the file has not finished', async () => {
    world.server.injectFailure({ operation, status: 404 });
    await world.cli(`force-cancel run-a run-b --yes --comment first --audit ${world.audit}`);
    await world.cli(`force-cancel run-c --yes --comment second --audit ${world.audit}`);
    await world.cli(resume());
    expect(world.posts()).toEqual(['run-a', 'run-c']);
  });

  test.each([
    ['the status of a run', { runs: [{ id: 'run-a' }] }],
    ['the comment', { comment: undefined }],
    ['the runs', { runs: null }],
  ])('does not go on with a plan that lacks %s', async (_, change) => {
    const plan = { event: 'plan', at: '', address: world.server.url, comment: 'x', refused: [], beyond: 0 };
    const runs = [{ id: 'run-a', status: 'planning' }];
    writeFileSync(world.audit, JSON.stringify({ ...plan, runs, ...change }));
    const { code, stderr } = await world.cli(resume());
    expect(code).toBe(1);
    expect(stderr).toContain('has no plan to go on with');
    expect(world.posts()).toEqual([]);
  });

  test('does not create the file', async () => {
    expect((await world.cli(resume())).code).toBe(1);
    expect(existsSync(world.audit)).toBe(false);
  });

  /** Appends steps to the audit file. */
  function write(...events: object[]): void {
    appendFileSync(world.audit, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  function planOf(id: string, address = world.server.url): object {
    return { event: 'plan', address, comment: 'x', runs: [{ id, status: 'planning' }] };
  }

  test('checks a run that was in doubt before a plan that was not begun', async () => {
    await world.server.updateRun('run-a', { status: 'canceled' });
    write(planOf('run-a'), { event: 'attempt', run: 'run-a' }, planOf('run-a'));
    const { code, stdout } = await world.cli(resume());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^run-a\tdone\t\tfound canceled$/m);
  });

  test('leaves alone what happened at another installation', async () => {
    write(planOf('run-a', 'https://other.example.com'), { event: 'attempt', run: 'run-a' }, planOf('run-b'));
    const { code, stdout } = await world.cli(resume());
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'run-b\tdone\ttest/run-b\t\n' });
  });

  test('is only about the installation of the plan', async () => {
    await world.cli(`${cancel} --audit ${world.audit}`);
    const { code, stderr } = await world.cli(`${resume()} --address http://127.0.0.1:1`, {
      env: { TFE_ADDRESS: undefined },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`is about ${world.server.url}, not http://127.0.0.1:1; pass --address`);
  });

  test.each(['', 'null\n', '{"event":"done","run":"run-a"}\n', 'run-a\n'])(
    'needs a plan: %j has none',
    async (content) => {
      writeFileSync(world.audit, content);
      const { code, stderr } = await world.cli(resume());
      expect(code).toBe(1);
      expect(stderr).toContain('has no plan to go on with. --resume takes a file that --audit wrote');
    },
  );
});
