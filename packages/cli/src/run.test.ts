import { type Server, startServer } from '@tfe-admin-runs/server';
import { freePort } from '@tfe-admin-runs/testing/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cliFor, noon, runCli } from './testing/run-cli.ts';

let server: Server;
let cli: ReturnType<typeof cliFor>;
beforeAll(async () => {
  server = await startServer({ now: () => noon });
  cli = cliFor(server);
});
beforeEach(() => server.reset());
afterAll(() => server.close());

describe('the help', () => {
  test.each([80, 140])('of the program at %d columns', async (columns) => {
    const { code, stdout } = await runCli(['--help'], { columns });
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  const commands = ['counts', 'list', 'stuck', 'show', 'watch', 'force-cancel', 'doctor', 'completion'];
  test.each(commands)('of %s at 80 columns', async (command) => {
    const { code, stdout } = await runCli([command, '--help'], { columns: 80 });
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  test('is what one gets without a command, as an error', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Usage: tfe-admin-runs');
  });
});

test('prints the version', async () => {
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

describe('a mistake on the command line says what is right, and ends with 1', () => {
  test.each([
    ['lst', 'Did you mean list?'],
    ['list --sttus planning', 'Did you mean --status?'],
    ['list --status planing', 'There is no status planing. Did you mean planning?'],
    ['list --status xxxxxxxx', 'There is no status xxxxxxxx. The statuses are pending,'],
    ['list --status ,', 'It is empty.'],
    ['list --group busy', 'The groups are queued, running, waiting, final.'],
    ['list --group toString', 'The groups are queued, running, waiting, final.'],
    ['list --from yesterday', 'It must be a time like 2026-01-14T08:00:00Z, or how long ago it was, like 2h or 3d.'],
    ['list --to 2026-13-14T08:00:00Z', 'It must be a time like'],
    ['list --older-than 2', 'It must be a duration like 90s, 30m, 2h or 3d.'],
    ['list --limit 0', 'It must be a whole number from 1 to 9999999.'],
    ['list --limit 1e3', 'It must be a whole number from 1 to 9999999.'],
    ['list --json id,age,stat', 'There is no field stat. The fields are id, status,'],
    ['list extra', 'too many arguments'],
    ['stuck --threshold planning', 'It must be like planning=1h.'],
    ['stuck --threshold pending=1h', 'Only a run at work can be stuck: '],
    ['stuck --threshold planing=1h', 'Did you mean planning?'],
    ['watch --interval 0s', 'It must be from 1s to 1d.'],
    ['show', "missing required argument 'ids'"],
    ['show ../../secret', '../../secret is not the ID of a run, like run-8uGJbT4yNsVd6MxA'],
    ['force-cancel --comment x', 'Name the runs in one way'],
    ['force-cancel run-1 --stuck --comment x', 'Name the runs in one way'],
    ['force-cancel run-1 --q prod --comment x', '--q, --from, --to and --threshold select among --stuck'],
    ['force-cancel --stuck --yes', 'Say why, with --comment TEXT'],
    ["force-cancel --stuck --yes --comment ' '", 'Say why, with --comment TEXT'],
    ['force-cancel --stuck --allow-applying --comment x', 'cannot be used with option'],
    ['force-cancel --resume a --audit b', 'cannot be used with option'],
    ['force-cancel --resume /nowhere/audit --yes', 'Cannot write /nowhere/audit'],
    ['force-cancel --resume /nowhere/audit --dry-run', 'Cannot read /nowhere/audit'],
    ['force-cancel --from-file /nowhere/ids --comment x', 'Cannot read /nowhere/ids'],
    ['force-cancel --from-file /dev/zero --comment x', 'Cannot read /dev/zero: it has more than 16 MiB'],
    ['completion tcsh', 'bash, zsh, fish'],
  ])('%s', async (args, message) => {
    const { code, stdout, stderr } = await cli(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^tfe-admin-runs: /);
    expect(server.requests.some(({ method }) => method === 'POST')).toBe(false);
  });
});

describe('what is not the fault of the command line', () => {
  const headers = { 'retry-after': '0.001' };
  const operation = 'listAdminRuns';

  test('an unknown token ends with 3', async () => {
    const { code, stderr } = await cli('counts', { env: { TFE_TOKEN: 'an-unknown-token' } });
    expect(code).toBe(3);
    expect(stderr).toContain('unauthorized (the token is unknown or expired)');
    expect(stderr).toContain('Create a new token of a site administrator; `tfe-admin-runs doctor` shows which is used');
    expect(stderr).not.toContain('an-unknown-token');
  });

  test('the token of a user ends with 2', async () => {
    const { code, stderr } = await cli('counts', { env: { TFE_TOKEN: server.userToken } });
    expect(code).toBe(2);
    expect(stderr).toContain("or the token is not a site administrator's");
  });

  test('a run that is not there ends with 2', async () => {
    const { code, stderr } = await cli('show run-nope');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'tfe-admin-runs: There is no run run-nope\n' });
  });

  test('an installation that cannot be reached ends with 4', async () => {
    const { code, stderr } = await cli('counts', { env: { TFE_ADDRESS: `http://127.0.0.1:${await freePort()}` } });
    expect(code).toBe(4);
    expect(stderr).toMatch(/Not sent to http:.*`tfe-admin-runs doctor` shows what is used\n$/s);
  });

  test('an installation that responds with errors ends with 5, after it was asked again', async () => {
    server.injectFailure({ operation, status: 503, times: 99, headers });
    const { code, stderr } = await cli('counts');
    expect(code).toBe(5);
    expect(stderr).toContain('Trying again in 1s: the installation responded with 503');
    expect(stderr).toMatch(/responded with 503: .*Look at the installation's health, and try again\n$/);
    expect(server.requests).toHaveLength(9);
  });

  test('so does a rate limit that does not end', async () => {
    server.injectFailure({ operation, status: 429, times: 99, headers });
    const { code, stderr } = await cli('counts');
    expect(code).toBe(5);
    expect(stderr).toContain('Trying again in 1s: the rate limit is reached (429)');
    expect(stderr).toMatch(/Try again in a minute\n$/);
  });

  test('a storm of 429 that ends is only waited for', async () => {
    server.injectFailure({ operation, status: 429, times: 7, headers });
    expect((await cli('counts --quiet')).code).toBe(0);
  });

  test('a page that is not JSON ends with 5, without a stack', async () => {
    const html = async () => new Response('<p>Maintenance</p>', { headers: { 'Content-Type': 'text/html' } });
    const { code, stderr } = await cli('list', { fetch: html });
    expect(code).toBe(5);
    expect(stderr).toContain('text/html instead of a JSON:API document');
    expect(stderr).not.toContain('    at ');
  });

  test('--verbose prints each request with its ID, and the stack, and no secret', async () => {
    server.injectFailure({ operation, status: 500, times: 99, headers });
    const { stderr } = await cli('--verbose list --q secret-name');
    expect(stderr).toMatch(/^GET http:\S+\/api\/v2\/admin\/runs 500 \d+ ms \S+$/m);
    expect(stderr).toContain('    at ');
    expect(stderr).not.toContain(server.adminToken);
  });

  test('an interrupt ends with 130', async () => {
    const interrupt = new AbortController();
    const { Interrupted } = await import('./errors.ts');
    const interrupted = async () => {
      interrupt.abort(new Interrupted());
      return new Promise<Response>(() => {});
    };
    const { code, stderr } = await cli('list', { interrupt: interrupt.signal, fetch: interrupted });
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'tfe-admin-runs: Interrupted\n' });
  });
});
