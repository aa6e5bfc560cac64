import { type Server, startServer } from '@tfe-admin-runs/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Interrupted } from '../errors.ts';
import type { Host } from '../host.ts';
import { cliFor, fetchAtNoon, noon } from '../testing/run-cli.ts';

let server: Server;
let cli: ReturnType<typeof cliFor>;
beforeAll(async () => {
  server = await startServer({ now: () => noon });
  cli = cliFor(server);
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const hour = 3600;

/** Makes a world in which a flood of runs is stuck. */
async function flood(runs = 12): Promise<void> {
  await server.createRuns(
    Array.from({ length: runs }, (_, i) => ({
      id: `run-flood${String(i).padStart(4, '0')}`,
      status: 'planning',
      statusAge: 5 * hour + i * 60,
      organization: 'hooli',
      workspace: `monorepo-service-${i % 4}`,
      vcs: 'hooli/monorepo',
    })),
  );
}

describe.each([80, 140])('at %d columns', (columns) => {
  test.each([
    'counts',
    'counts --q acme',
    'list --limit 5',
    'list --group running,waiting',
    'list --older-than 2h --group running --quiet',
    'list --status force_canceled',
    'show run-8uGJbT4yNsVd6MxA run-4kPzXw2RvHqF7bNc',
    'stuck',
    'stuck --threshold planning=12h --threshold applying=12h',
    'force-cancel --stuck --dry-run',
    'force-cancel run-8uGJbT4yNsVd6MxA run-4kPzXw2RvHqF7bNc --comment x --dry-run',
    'force-cancel run-8uGJbT4yNsVd6MxA --yes --comment x',
    'doctor',
  ])('%s', async (args) => {
    const { code, stdout, stderr } = await cli(args, { columns });
    const lines = `${stdout}--- stderr\n${stderr}`.replaceAll('\r\x1b[K', '↩');
    const text = lines.replaceAll(server.url, 'https://tfe.example.com');
    expect(text).toMatchSnapshot();
    expect(code).toBe(0);
  });

  test('watch', async () => {
    const interrupt = new AbortController();
    let requests = 0;
    const fetch: Host['fetch'] = async (request, init) => {
      // It has drawn once when it asks again.
      if (++requests === 3) interrupt.abort(new Interrupted());
      return fetchAtNoon(request, init);
    };
    const { code, stdout } = await cli('watch --interval 1s', { columns, fetch, interrupt: interrupt.signal });
    expect(code).toBe(130);
    expect(stdout.replace('\x1b[J', '')).toMatchSnapshot();
  });

  test('stuck, in a flood', async () => {
    await flood();
    const { stdout, stderr } = await cli('stuck --limit 3', { columns });
    expect(`${stdout}--- stderr\n${stderr}`).toMatchSnapshot();
  });
});

describe('list', () => {
  test.each([
    ['--status planning', ['run-8uGJbT4yNsVd6MxA']],
    ['--status planning,applying --q acme', ['run-8uGJbT4yNsVd6MxA']],
    ['--status planning --status applying --older-than 9h', ['run-8uGJbT4yNsVd6MxA']],
    ['--group queued --from 20m', ['run-G1upSkFQ74AY88EN', 'run-QmYyRGdn1XvbPk7t', 'run-c3WqZ9hKfTn5Lr2E']],
    ['--status planning --to 2026-01-14T03:00:00Z', ['run-8uGJbT4yNsVd6MxA']],
    ['--status planning --to 2026-01-14T02:00:00Z', []],
    ['--q run-8uGJbT4yNsVd6MxA', ['run-8uGJbT4yNsVd6MxA']],
  ])('%s', async (args, ids) => {
    const { stdout } = await cli(`list ${args} --json id`);
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test('says how many more there are, and shows all of them on demand', async () => {
    const { stdout, stderr } = await cli('list');
    expect(stdout.split('\n')).toHaveLength(31);
    expect(stderr).toBe('231 more runs: --all shows all, --limit N more\n');
    const all = await cli('list --all');
    expect(all.stdout.split('\n')).toHaveLength(262);
    expect(all.stderr).toBe('');
  });

  test('ends the lines of a pipe with tabs between, ages in seconds, and no decoration', async () => {
    const { stdout } = await cli('list --status planning', { env: { FORCE_COLOR: '1' } });
    expect(stdout).toBe('run-8uGJbT4yNsVd6MxA\tplanning\t33220\tacme/network-prod\tacme/network\n');
  });

  test('prints no control character of the installation, in tables and in JSON', async () => {
    const evil = { organization: 'evil', workspace: 'a\u001b[2Jb\u202Ec\td\ne\u0085f' };
    await server.createRun({ id: 'run-evil', status: 'planning', ...evil });
    for (const columns of [80, undefined]) {
      const { stdout } = await cli('list --q run-evil', { ...(columns && { columns }) });
      expect(stdout).toContain('evil/a[2Jbcdef');
    }
    const { stdout } = await cli('list --q run-evil --json workspace');
    expect(stdout).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(stdout)).toEqual([{ workspace: evil.workspace }]);
  });
});

describe('stuck', () => {
  test('is by the time in the status, not by the age of the run', async () => {
    await server.createRun({ id: 'run-old', status: 'planning', age: 100 * hour, statusAge: hour });
    await server.createRun({ id: 'run-stuck', status: 'planning', statusAge: 3 * hour });
    const { stdout } = await cli('stuck --json id');
    expect(stdout).toContain('run-stuck');
    expect(stdout).not.toContain('run-old');
  });

  test('is by the clock of the installation, whatever the clock here says', async () => {
    const { stdout } = await cli('stuck --json id', { now: () => 0 });
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(JSON.parse((await cli('stuck --json id', { now: () => 2 * noon })).stdout)).toHaveLength(2);
  });

  test('ends with 6 for monitors if a run is stuck, and with 0 otherwise', async () => {
    expect((await cli('stuck --fail-if-any')).code).toBe(6);
    expect((await cli('stuck --fail-if-any --q no-such')).code).toBe(0);
  });

  test('prints all of them to a pipe', async () => {
    await flood(150);
    expect((await cli('stuck')).stdout.trim().split('\n')).toHaveLength(152);
  });

  test('says so if it looks like a lack of capacity instead', async () => {
    const queued = Array.from({ length: 25 }, (_, i) => ({ status: 'plan_queued', workspace: `busy-${i}` }));
    await server.createRuns(queued);
    const { code, stderr } = await cli('stuck --q test');
    expect(code).toBe(0);
    expect(stderr).toContain(
      'No run is stuck\nBut 25 runs are queued, and 0 at work: this looks like a lack of capacity',
    );
    expect(stderr).toContain('TFE_CAPACITY_CONCURRENCY');
  });
});

describe('a run whose age is unknown', () => {
  const run = { id: 'run-a', type: 'runs', attributes: { status: 'planning', 'status-timestamps': {} } };
  const pagination = { 'next-page': null, 'total-pages': 1, 'total-count': 1 };
  const fetch = async () => Response.json({ data: [run], meta: { pagination, 'status-counts': { total: 1 } } });

  test.each(['stuck', 'list --older-than 1s', 'force-cancel --stuck --dry-run'])('is not old: %s', async (command) => {
    const { code, stdout } = await cli(command, { fetch });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  test('is listed', async () => {
    const { stdout } = await cli('list', { fetch, columns: 80 });
    expect(stdout).toMatch(/run-a +planning +unknown/);
  });

  test.each(['list', 'force-cancel run-a --dry-run'])('keeps its column in a pipe: %s', async (command) => {
    const { stdout } = await cli(command, { fetch });
    expect(stdout).toMatch(/^run-a\tplanning\t-\t/);
  });
});

describe('show', () => {
  test('prints the runs that are there, and ends with 2 if one is not', async () => {
    const { code, stdout, stderr } = await cli('show run-8uGJbT4yNsVd6MxA run-nope');
    expect(code).toBe(2);
    expect(stdout).toContain('run-8uGJbT4yNsVd6MxA\n');
    expect(stderr).toContain('There is no run run-nope');
  });
});

describe('doctor', () => {
  test.each([
    ['an-unknown-token', 3, 'the token is unknown or expired', 'Create a new token'],
    ['USER', 2, "the token is not a site administrator's", 'Use the token of a site administrator'],
  ])('says what to do about %s', async (token, code, found, advice) => {
    const TFE_TOKEN = token === 'USER' ? server.userToken : token;
    const ran = await cli('doctor', { env: { TFE_TOKEN } });
    expect(ran.code).toBe(code);
    expect(ran.stdout).toMatch(new RegExp(`FAIL {2}administrator +${found}\n +${advice}`));
    expect(ran.stdout + ran.stderr).not.toContain(TFE_TOKEN);
  });

  test('says that the clock is wrong', async () => {
    const { stdout } = await cli('doctor', { now: () => noon + 90 * 60_000 });
    expect(stdout).toMatch(/FAIL {2}clock +1h 30m ahead of the installation's\n +Set one of the clocks/);
  });

  test('says that http is no way for a token, and shows the proxy without its password', async () => {
    const env = { HTTP_PROXY: 'http://me:secret@proxy.example.com:3128', NO_PROXY: 'localhost' };
    const fetch = async () => Response.json({ data: [], meta: { pagination: {}, 'status-counts': { total: 0 } } });
    const { stdout } = await cli('doctor --address http://tfe.example.com --token-stdin', { env, stdin: 'x', fetch });
    expect(stdout).toMatch(/FAIL {2}address +http:\/\/tfe.example.com from --address\n +Use https/);
    expect(stdout).toMatch(/ok {4}proxy +http:\/\/proxy.example.com:3128 except for localhost\n/);
    expect(stdout).not.toContain('secret');
  });

  test('takes a page that is not the API for none', async () => {
    const html = async () => new Response('<p>Log in</p>', { headers: { 'Content-Type': 'text/html' } });
    const { code, stdout } = await cli('doctor', { fetch: html });
    expect(code).toBe(5);
    expect(stdout).toContain('FAIL  response');
  });

  test('ends with 4 if there is no response', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const gone = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const { code, stdout } = await cli('doctor', { fetch: gone });
    expect(code).toBe(4);
    expect(stdout).toMatch(/FAIL {2}response +none\n/);
  });
});
