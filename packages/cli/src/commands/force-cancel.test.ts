import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Interrupted } from '../errors.ts';
import type { Host } from '../host.ts';
import { cliFor, fetchAtNoon, noon } from '../testing/run-cli.ts';

const hour = 3600;
const ids = ['run-a', 'run-b', 'run-c'];
const operation = 'forceCancelAdminRun';
const headers = { 'retry-after': '0.001' };

let server: Server;
let cli: ReturnType<typeof cliFor>;
let folder: ReturnType<typeof temporaryFolder>;
let audit: string;
beforeAll(async () => {
  server = await startServer({ now: () => noon, seed: 'empty' });
  cli = cliFor(server);
});
beforeEach(async () => {
  await server.reset();
  await server.createRuns(ids.map((id, i) => ({ id, status: 'planning', statusAge: (9 - i) * hour, workspace: id })));
  folder = temporaryFolder();
  audit = join(folder.path, 'audit.ndjson');
});
afterEach(() => folder[Symbol.dispose]());
afterAll(() => server.close());

/** The IDs of the runs whose force-cancel was sent, in order. */
function posts(): (string | undefined)[] {
  return server.requests.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-3));
}

/** The status of each run. */
async function statuses(): Promise<Record<string, string>> {
  const { stdout } = await cli('list --all --json id,status');
  return Object.fromEntries(JSON.parse(stdout).map(({ id, status }: Record<string, string>) => [id, status]));
}

/** What the audit file says of each step: the event and the run. */
function recorded(): string[] {
  const lines = readFileSync(audit, 'utf8').split('\n');
  return lines
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line))
    .map(({ event, run = '' }) => `${event} ${run}`.trim());
}

/** A `fetch` that does something before each request is sent. */
function before(work: (request: Request) => unknown): Host['fetch'] {
  return async (request, init) => {
    await work(request);
    return fetchAtNoon(request, init);
  };
}

function isCancel({ method }: Request): boolean {
  return method === 'POST';
}

const cancel = `force-cancel --stuck --yes --comment 'Its worker is gone'`;

describe('asks', () => {
  test('for the number of runs', async () => {
    const { code, stderr } = await cli('force-cancel --stuck --comment x', { columns: 80, stdin: '3\n' });
    expect(code).toBe(0);
    expect(stderr).toContain('Type 3 to force-cancel these runs: ');
    expect(posts()).toEqual(ids);
  });

  test.each(['', '2\n', 'yes\n', '\n3\n'])('and cancels nothing if the answer is %j', async (stdin) => {
    const { code, stderr } = await cli('force-cancel --stuck --comment x', { columns: 80, stdin });
    expect(code).toBe(6);
    expect(stderr).toContain('Nothing was canceled: the answer was not 3');
    expect(posts()).toEqual([]);
  });

  test('for the name of the workspace if a run is applying', async () => {
    await server.updateRun('run-b', { status: 'applying' });
    const args = 'force-cancel run-a run-b --allow-applying --comment x';
    const wrong = await cli(args, { columns: 80, stdin: '2\ntest\n' });
    expect(wrong.code).toBe(6);
    expect(wrong.stderr).toContain(
      'run-b is applying. What it has created and not yet saved is lost from the state of run-b.\nType run-b to cancel it',
    );
    expect(posts()).toEqual([]);
    expect((await cli(args, { columns: 80, stdin: '2\nrun-b\n' })).code).toBe(0);
    expect(posts()).toEqual(['run-a', 'run-b']);
  });

  test('nothing where there is no terminal: that is a dry run', async () => {
    const { code, stdout, stderr } = await cli(`force-cancel --stuck --comment x --audit ${audit}`, { stdin: '3\n' });
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual([...ids, '']);
    expect(stderr).toBe('Dry run, nothing was canceled: there is no terminal to ask on. Pass --yes to cancel\n');
    expect(posts()).toEqual([]);
    expect(existsSync(audit)).toBe(false);
  });
});

describe('refuses', () => {
  test('a run that is applying, final or not known, and cancels the others', async () => {
    await server.updateRun('run-a', { status: 'applying' });
    await server.updateRun('run-b', { status: 'applied' });
    const { code, stdout } = await cli('force-cancel run-a run-b run-c run-nope --yes --comment x');
    expect(code).toBe(6);
    expect(stdout.replaceAll(/\t.*\t/g, ' ')).toBe(
      `run-c ${''}
run-a is applying and may lose its state; see --allow-applying
run-b is final: applied
run-nope is final or not known
`,
    );
    expect(posts()).toEqual(['run-c']);
  });

  test('everything with --read-only, unless it is a dry run', async () => {
    for (const env of [{}, { TFE_ADMIN_RUNS_READ_ONLY: '1' }]) {
      const option = 'TFE_ADMIN_RUNS_READ_ONLY' in env ? '' : '--read-only';
      expect(await cli(`${cancel} ${option}`, { env })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Nothing was canceled: --read-only and TFE_ADMIN_RUNS_READ_ONLY allow'),
      });
      expect((await cli(`force-cancel --stuck --dry-run ${option}`, { env })).code).toBe(0);
    }
    expect(posts()).toEqual([]);
  });

  test('to make a run that is applying a part of --stuck', async () => {
    await server.updateRun('run-b', { status: 'applying' });
    await server.createRun({ id: 'run-d', status: 'applying', statusAge: 30 * hour, workspace: 'd' });
    const { stderr } = await cli(cancel);
    expect(stderr).toContain('Not part of --stuck, because they are applying and may lose their state: run-d');
    expect(posts()).toEqual(['run-a', 'run-c']);
  });

  test.each([
    ['planning', 'applying', 'was planning, and is applying now'],
    ['planning', 'planned', 'was planning, and is planned now'],
    ['planning', 'errored', 'was planning, and is errored now'],
  ])('a run that was %s in the plan, and is %s at its cancel', async (_, status, reason) => {
    let reads = 0;
    const fetch = before(async ({ url }) => {
      const isCheck = url.includes('q=run-b');
      if (isCheck && ++reads === 1) await server.updateRun('run-b', { status });
    });
    // Allowing applying is about runs that were applying in the plan.
    const args = 'force-cancel run-a run-b run-c --yes --keep-going --allow-applying --comment x';
    const file = join(folder.path, 'ids');
    writeFileSync(file, Array.from({ length: 12 }, (_, i) => ids[i] ?? `run-${i}`).join('\n'));
    const { code, stdout } = await cli(args.replace('run-a run-b run-c', `--from-file ${file}`), { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(new RegExp(`^run-b\trefused\t.*\t${reason}$`, 'm'));
    expect(posts()).toEqual(['run-a', 'run-c']);
  });

  test('a run that becomes final between the check and the cancel', async () => {
    const fetch = before(({ method, url }) => {
      if (method === 'POST' && url.includes('run-a')) return server.updateRun('run-a', { status: 'applied' });
    });
    const { code, stdout } = await cli(`${cancel} --audit ${audit}`, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\trefused\t.*\tbecame final at the same moment$/m);
    expect(recorded()).toEqual(['plan', 'attempt run-a', 'refused run-a', 'not-tried run-b', 'not-tried run-c']);
    expect(await statuses()).toMatchObject({ 'run-a': 'applied' });
  });
});

describe('cancels', () => {
  test('one by one, and says which workspaces are free and what is pending behind them', async () => {
    await server.createRuns([{ workspace: 'run-a' }, { workspace: 'run-a' }, { workspace: 'run-c' }]);
    const { code, stderr } = await cli(cancel);
    expect(code).toBe(0);
    expect(stderr).toMatch(/3 done\n\nWhat follows:\n {2}test\/run-a is free; 2 runs queued behind it\n/);
    expect(stderr).toContain('  test/run-b is free; 0 runs queued behind it\n');
    expect(await statuses()).toMatchObject({ 'run-a': 'canceled', 'run-b': 'canceled', 'run-c': 'canceled' });
  });

  test('whatever becomes of the installation afterwards', async () => {
    server.injectFailure({ operation: 'listAdminRuns', status: 404, after: 4, times: 9 });
    const { code, stderr } = await cli(cancel);
    expect(code).toBe(0);
    expect(stderr).toMatch(/3 done\nWhat follows is unknown: .* responded with 404/);
  });

  test('and reports, whatever the response to a check is', async () => {
    const fetch: Host['fetch'] = async (request, init) => {
      const isCheck = request.url.includes('q=run-b');
      return isCheck ? Response.json({ data: [{ id: 'run-b' }] }) : fetchAtNoon(request, init);
    };
    const { code, stdout } = await cli(`${cancel} --keep-going`, { fetch });
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
    await cli("force-cancel run-a --yes --comment 'Its worker is gone'", { fetch });
    expect(JSON.parse(body)).toEqual({ comment: 'Its worker is gone' });
  });

  test('at most --max, those first that are stuck for longest, and says how to go on', async () => {
    const { code, stderr } = await cli(`${cancel} --max 2`);
    expect(code).toBe(0);
    expect(stderr).toContain('1 more run can be canceled: run it again for the next 2, or pass --max 3 for all');
    expect(posts()).toEqual(['run-a', 'run-b']);
  });

  test('at most 20 by default', async () => {
    const flood = Array.from({ length: 40 }, (_, i) => ({
      status: 'planning',
      statusAge: 5 * hour,
      workspace: `w${i}`,
    }));
    await server.createRuns(flood);
    await cli(cancel);
    expect(posts()).toHaveLength(20);
  });

  test('the runs of a file: the first words of its lines, each once', async () => {
    const lines = '# stuck\nrun-a\tplanning\t33220\n\n  run-b extra\nrun-a\n';
    const fromStdin = await cli('force-cancel --from-file - --yes --comment x', { stdin: lines });
    expect(fromStdin.code).toBe(0);
    expect(posts()).toEqual(['run-a', 'run-b']);
  });

  test('many runs that it reads from pages of 100, until it has them all', async () => {
    await server.createRuns(Array.from({ length: 300 }, (_, i) => ({ id: `run-${i}`, workspace: 'w', age: i })));
    const wanted = Array.from({ length: 12 }, (_, i) => `run-${i}`).join('\n');
    const { stdout } = await cli('force-cancel --from-file - --dry-run', { stdin: wanted });
    expect(stdout.trim().split('\n')).toHaveLength(12);
    // The second page may have been requested in advance.
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  test.each(['run-a\n../run-b\n', 'run-a/b\n', `${'x'.repeat(101)}\n`, '\u001b[2Jrun-a\n'])(
    'nothing if a line of the file is no ID: %j',
    async (lines) => {
      const { code, stderr } = await cli('force-cancel --from-file - --yes --comment x', { stdin: lines });
      expect(code).toBe(1);
      expect(stderr).toContain('is not the ID of a run');
      expect(stderr).not.toContain('\u001b');
      expect(posts()).toEqual([]);
    },
  );

  test('after a storm of 429, and checks again before it sends again', async () => {
    server.injectFailure({ operation, status: 429, times: 4, headers });
    const { code } = await cli(`${cancel} --audit ${audit}`);
    expect(code).toBe(0);
    expect(posts()).toEqual(['run-a', 'run-a', 'run-a', 'run-a', 'run-a', 'run-b', 'run-c']);
    expect(recorded().filter((step) => step === 'attempt run-a')).toHaveLength(5);
    expect(await statuses()).toMatchObject({ 'run-a': 'canceled' });
  });

  test('within the rate limit', async () => {
    await using slow = await startServer({ seed: 'empty', rateLimit: 2 });
    await slow.createRun({ id: 'run-a', status: 'planning' });
    const { code, stderr } = await cliFor(slow)('force-cancel run-a --yes --comment x', { fetch });
    expect(code).toBe(0);
    expect(stderr).not.toContain('429');
  });
});

describe('a lost response', () => {
  test('of a cancel that was carried out is settled by reading the run', async () => {
    server.injectFailure({ operation, cut: 'after' });
    const { code, stdout, stderr } = await cli(`${cancel} --audit ${audit}`);
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\tdone\t.*\tfound canceled$/m);
    expect(stderr).toContain('1 done, 2 not tried');
    expect(stderr).toContain(`Go on with \`tfe-admin-runs force-cancel --resume ${audit}\``);
    expect(recorded()).toEqual([
      'plan',
      'attempt run-a',
      'in-doubt run-a',
      'done run-a',
      'not-tried run-b',
      'not-tried run-c',
    ]);
    expect(posts()).toEqual(['run-a']);
  });

  test.each([{ cut: 'before' } as const, { status: 500 }, { status: 502 }])(
    'of a cancel that was not carried out leaves it in doubt: %j',
    async (failure) => {
      server.injectFailure({ operation, ...failure });
      const { code, stdout, stderr } = await cli(`${cancel} --audit ${audit}`);
      expect(code).toBe(6);
      expect(stdout).toMatch(/^run-a\tin-doubt\t.*\tit is still planning; the request may yet arrive$/m);
      expect(stderr).toContain('1 in doubt, 2 not tried');
      expect(recorded().slice(1, 4)).toEqual(['attempt run-a', 'in-doubt run-a', 'in-doubt run-a']);
      expect(posts()).toEqual(['run-a']);
    },
  );

  test('does not stop it with --keep-going', async () => {
    server.injectFailure({ operation, status: 500, after: 1 });
    const { code, stderr } = await cli(`${cancel} --keep-going`);
    expect(code).toBe(6);
    expect(stderr).toContain('2 done, 1 in doubt');
    expect(posts()).toEqual(ids);
  });

  test('leaves the run in doubt if the installation goes away', async () => {
    let isGone = false;
    const fetch: Host['fetch'] = async (request, init) => {
      const response = isGone ? undefined : await fetchAtNoon(request, init);
      isGone ||= isCancel(request);
      if (response && !isGone) return response;
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNRESET' }) });
    };
    const { code, stdout } = await cli(cancel, { fetch });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\tin-doubt\t/m);
    expect(stdout).toMatch(/^run-b\tnot-tried\t/m);
    expect(posts()).toEqual(['run-a']);
  });
});

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
    const { code, stdout, stderr } = await cli(`${cancel} --audit ${audit}`, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tdone\t/m);
    expect(stderr).toContain('1 done, 2 not tried');
    expect(recorded()).toEqual(['plan', 'attempt run-a', 'done run-a', 'not-tried run-b', 'not-tried run-c']);
  });

  test('while a cancel is in flight whose response is lost checks the run', async () => {
    server.injectFailure({ operation, cut: 'after' });
    const { code, stdout } = await cli(cancel, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tdone\t.*\tfound canceled$/m);
  });

  test('while a run is checked cancels nothing', async () => {
    let reads = 0;
    const { code, stderr } = await cli(
      `${cancel} --audit ${audit}`,
      pressing(() => ++reads === 2),
    );
    expect(code).toBe(130);
    expect(stderr).toContain('3 not tried');
    expect(posts()).toEqual([]);
    expect(recorded()).toEqual(['plan', 'not-tried run-a', 'not-tried run-b', 'not-tried run-c']);
  });

  test('while it waits for the rate limit ends the wait', async () => {
    server.injectFailure({ operation, status: 429, headers: { 'retry-after': '60' } });
    const { code, stdout } = await cli(`${cancel} --audit ${audit}`, pressing(isCancel));
    expect(code).toBe(130);
    expect(stdout).toMatch(/^run-a\tnot-tried\t.*\tInterrupted$/m);
    expect(recorded().at(-1)).toBe('not-tried run-c');
    expect(await statuses()).toMatchObject({ 'run-a': 'planning' });
  });

  test('while the plan is made ends at once', async () => {
    const { code, stdout } = await cli(
      cancel,
      pressing(() => true),
    );
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});

describe('the audit file', () => {
  test('has the attempt before it is sent, and the outcome before the next run is touched', async () => {
    const seen: string[][] = [];
    const fetch = before((request) => {
      if (isCancel(request)) seen.push(recorded());
    });
    await cli(`${cancel} --audit ${audit}`, { fetch });
    expect(seen).toEqual([
      ['plan', 'attempt run-a'],
      ['plan', 'attempt run-a', 'done run-a', 'attempt run-b'],
      ['plan', 'attempt run-a', 'done run-a', 'attempt run-b', 'done run-b', 'attempt run-c'],
    ]);
  });

  test('is appended to, and readable for its owner alone', async () => {
    writeFileSync(audit, '{"event":"plan","at":"", "addr', { mode: 0o600 });
    await cli(`${cancel} --audit ${audit}`);
    const [torn, plan = ''] = readFileSync(audit, 'utf8').split('\n');
    expect(torn).toBe('{"event":"plan","at":"", "addr');
    expect(JSON.parse(plan)).toMatchObject({ address: server.url, comment: 'Its worker is gone' });
  });

  test('has the lines that --json prints, and no token', async () => {
    const { stdout } = await cli(`${cancel} --audit ${audit} --json`);
    expect(readFileSync(audit, 'utf8')).toBe(stdout);
    expect(stdout).not.toContain(server.adminToken);
  });

  test.skipIf(process.platform !== 'linux')('that cannot be written stops it before anything is done', async () => {
    const { code, stderr } = await cli(`${cancel} --audit /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Cannot write \/dev\/full: ENOSPC/);
    expect(posts()).toEqual([]);
  });
});

describe('--resume', () => {
  const resume = () => `force-cancel --resume ${audit} --yes`;

  test('goes on with what was not tried, with the same comment', async () => {
    server.injectFailure({ operation, cut: 'after' });
    await cli(`${cancel} --audit ${audit}`);
    const { code } = await cli(resume());
    expect(code).toBe(0);
    expect(posts()).toEqual(ids);
    expect(server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      Array(3).fill({ comment: 'Its worker is gone' }),
    );
  });

  test('checks first what a killed program left in doubt', async () => {
    server.injectFailure({ operation, cut: 'after' });
    await cli(`${cancel} --audit ${audit}`);
    const [plan, attempt, outcome] = readFileSync(audit, 'utf8').split('\n');
    writeFileSync(audit, `${plan}\n${attempt}\n${outcome?.slice(0, 20)}`);
    expect((await cli(`${resume()} --dry-run`)).stderr).toContain('In doubt was run-a: done, found canceled\n');
    const { code, stdout, stderr } = await cli(resume());
    expect(code).toBe(0);
    expect(stderr).toContain('1 line cannot be read, and is ignored');
    expect(stdout).toMatch(/^run-a\tdone\t\tfound canceled$/m);
    expect(recorded().slice(2)).toEqual([
      'done run-a',
      'plan',
      'attempt run-b',
      'done run-b',
      'attempt run-c',
      'done run-c',
    ]);
    expect(posts()).toEqual(ids);
  });

  test('cancels again what is still at work after it was in doubt', async () => {
    server.injectFailure({ operation, cut: 'before' });
    await cli(`${cancel} --audit ${audit}`);
    expect((await cli(resume())).code).toBe(0);
    expect(posts()).toEqual(['run-a', 'run-a', 'run-b', 'run-c']);
    expect((await cli(resume())).stderr).toContain('Nothing to cancel');
    expect(posts()).toHaveLength(4);
  });

  test('leaves a run alone whose status is another by now', async () => {
    server.injectFailure({ operation, cut: 'before' });
    await cli(`${cancel} --audit ${audit}`);
    await server.updateRun('run-a', { status: 'applying' });
    await server.updateRun('run-b', { status: 'planned' });
    const { code, stdout } = await cli(resume());
    expect(code).toBe(6);
    expect(stdout).toMatch(/^run-a\trefused\t.*\twas planning, and is applying now$/m);
    expect(stdout).toMatch(/^run-b\trefused\t.*\twas planning, and is planned now$/m);
    expect(posts()).toEqual(['run-a', 'run-c']);
  });

  test('does not touch what another plan of the file has not finished', async () => {
    server.injectFailure({ operation, status: 404 });
    await cli(`force-cancel run-a run-b --yes --comment first --audit ${audit}`);
    await cli(`force-cancel run-c --yes --comment second --audit ${audit}`);
    await cli(resume());
    expect(posts()).toEqual(['run-a', 'run-c']);
  });

  test('does not create the file', async () => {
    expect((await cli(resume())).code).toBe(1);
    expect(existsSync(audit)).toBe(false);
  });

  /** Appends steps to the audit file. */
  function write(...events: object[]): void {
    appendFileSync(audit, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }

  function planOf(id: string, address = server.url): object {
    return { event: 'plan', address, comment: 'x', runs: [{ id, status: 'planning' }] };
  }

  test('checks a run that was in doubt before a plan that was not begun', async () => {
    await server.updateRun('run-a', { status: 'canceled' });
    write(planOf('run-a'), { event: 'attempt', run: 'run-a' }, planOf('run-a'));
    const { code, stdout } = await cli(resume());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^run-a\tdone\t\tfound canceled$/m);
  });

  test('leaves alone what happened at another installation', async () => {
    write(planOf('run-a', 'https://other.example.com'), { event: 'attempt', run: 'run-a' }, planOf('run-b'));
    const { code, stdout } = await cli(resume());
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'run-b\tdone\ttest/run-b\t\n' });
  });

  test('is only about the installation of the plan', async () => {
    await cli(`${cancel} --audit ${audit}`);
    const { code, stderr } = await cli(`${resume()} --address http://127.0.0.1:1`, {
      env: { TFE_ADDRESS: undefined },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`is about ${server.url}, not http://127.0.0.1:1; pass --address`);
  });

  test.each(['', 'null\n', '{"event":"done","run":"run-a"}\n', 'run-a\n'])(
    'needs a plan: %j has none',
    async (content) => {
      writeFileSync(audit, content);
      const { code, stderr } = await cli(resume());
      expect(code).toBe(1);
      expect(stderr).toContain('has no plan to go on with. --resume takes a file that --audit wrote');
    },
  );
});
