import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { takePort } from '@tfe-admin-runs/testing/ports';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { serveOptions } from './commands/serve.ts';
import { runs } from './testing/ask.ts';
import { runServer } from './testing/run-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'server-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const tokens = { ADMIN_TOKEN: 'top-secret-admin', USER_TOKEN: 'top-secret-user' };
const headers = { authorization: `Bearer ${tokens.ADMIN_TOKEN}`, 'content-type': 'application/vnd.api+json' };
const cancelPath = `${runs}/run-VCsNJXa59eUza53R/actions/force-cancel`;

function serve(args: string[] = [], env: NodeJS.ProcessEnv = tokens) {
  const running = runServer(['--port', '0', ...args], env);
  onTestFinished(() => void running.child.kill('SIGKILL'));
  return running;
}

test('it prints where it listens, and the tokens that it generated', async () => {
  const { child, line, ended } = serve([], {});
  const url = urlIn(await line);
  child.kill();
  const { stdout, stderr, code } = await ended;
  expect(stdout).toMatch(
    /^tfe-admin-runs-server listens on http:\/\/127.0.0.1:\d+\nADMIN_TOKEN=\w{40}\nUSER_TOKEN=\w{40}\n$/,
  );
  expect({ stderr, code, url: url.length > 0 }).toEqual({ stderr: '', code: 0, url: true });
});

test('it serves metrics, and prints where', async () => {
  const { line, output } = serve(['--metrics-port', '0']);
  await line;
  const [, url = ''] = /^metrics are at (\S+)$/m.exec(output.stdout) ?? [];
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('\n# TYPE http_request_duration_seconds histogram\n');
});

test('it prints one line if the tokens are set, and none of them', async () => {
  const { child, line, ended } = serve(['--user-token', 'top-secret-option']);
  await line;
  child.kill();
  expect((await ended).stdout).toMatch(/^\S+ listens on \S+\n$/);
});

test('the log has changes, and with --verbose requests, but no secret', async () => {
  const { child, line, ended } = serve(['--verbose']);
  const url = urlIn(await line);
  await fetch(`${url}${runs}?q=x`, { headers });
  await fetch(url + cancelPath, { method: 'POST', headers, body: '{"comment":"top-secret"}' });
  child.kill();
  const { stderr, stdout } = await ended;
  const messages = stderr
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each).message);
  expect(messages).toEqual(['listening', 'request', 'force-canceled', 'request']);
  expect(stderr + stdout).not.toContain('top-secret');
});

test('SIGHUP makes it read the file of tokens again, and ends it if there is none', async () => {
  const file = join(folder, 'people');
  writeFileSync(file, '# no tokens\n');
  const { child, line, ended, output } = serve(['--tokens', file], {});
  const url = urlIn(await line);
  const status = async () => (await fetch(url + runs, { headers: { authorization: 'Bearer new' } })).status;
  expect(await status()).toBe(401);
  writeFileSync(file, `amara admin ${createHash('sha256').update('new').digest('hex')}\n`);
  child.kill('SIGHUP');
  await expect.poll(() => output.stderr).toContain('read the tokens again');
  expect(await status()).toBe(200);
  child.kill();
  expect(await ended).toMatchObject({ code: 0, stdout: `tfe-admin-runs-server listens on ${url}\n` });

  const other = serve();
  await other.line;
  other.child.kill('SIGHUP');
  expect(await other.ended).toMatchObject({ signal: 'SIGHUP' });
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  test('ends it while a request is incomplete', async () => {
    const { child, line, ended } = serve();
    const unfinished = request(`${urlIn(await line)}${cancelPath}`, {
      method: 'POST',
      headers: { 'content-length': 9 },
    });
    unfinished.on('error', () => {}).write('{');
    await once(unfinished, 'socket').then(([socket]) => socket.connecting && once(socket, 'connect'));
    await fetch(`${urlIn(await line)}/_health`);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  test('lets a request in flight finish', async () => {
    const { child, line, ended } = serve();
    const url = urlIn(await line);
    const options = { method: 'POST', headers: { ...headers, 'content-length': 2, expect: '100-continue' } };
    const unfinished = request(url + cancelPath, options);
    unfinished.flushHeaders();
    await once(unfinished, 'continue');
    child.kill(signal);
    unfinished.end('{}');
    const [response] = await once(unfinished, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    expect((await ended).code).toBe(0);
  });
});

describe('with --data', () => {
  test('it requires a token, and says how to set it', async () => {
    const { code, stdout, stderr } = await runServer(['--data', join(folder, 'x.db')]).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^tfe-admin-runs-server: with --data or --database, set ADMIN_TOKEN .*\n$/);
  });

  test('it keeps everything, limits to 30 requests a second, and audit prints who canceled what', async () => {
    const data = join(folder, 'kept.db');
    const { child, line, ended } = serve(['--data', data, '--seed', 'demo']);
    const url = urlIn(await line);
    const response = await fetch(url + cancelPath, { method: 'POST', headers, body: '{"comment":"ö"}' });
    expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, '30']);
    child.kill('SIGKILL');
    await ended;
    expect(statSync(data).mode & 0o777).toBe(0o600);
    const before = readFileSync(data);
    const { code, stdout } = await runServer(['audit', '--data', data]).ended;
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toEqual({
      at: expect.stringMatching(/^20.*Z$/),
      run: 'run-VCsNJXa59eUza53R',
      actor: 'admin',
      'former-status': 'pending',
      comment: 'ö',
    });
    expect(readFileSync(data)).toEqual(before);
  });

  test('audit leaves an empty file, and one of an older version, as they are', async () => {
    const [empty, older] = [join(folder, 'empty.db'), join(folder, 'older.db')];
    writeFileSync(empty, '');
    const database = new DatabaseSync(older);
    database.exec('create table admin_runs_migrations (number integer); insert into admin_runs_migrations values (1)');
    database.close();
    const before = readFileSync(older);
    const rejection = async (file: string) => (await runServer(['audit', '--data', file]).ended).stderr;
    expect(await rejection(empty)).toContain(`${empty} is not a database of this server; choose another file`);
    expect(await rejection(older)).toContain('older version of this server (migration 1); start this one with it once');
    expect([readFileSync(empty), readFileSync(older)]).toEqual([Buffer.from(''), before]);
  });

  test.each([
    [[], /audit needs --data FILE/, 2],
    [['--data', 'no-such-file.db'], /there is no file no-such-file.db/, 1],
    [['--data', 'package.json'], /package.json is not a database of this server; choose another file/, 1],
  ])('audit %j is rejected', async (args, message, code) => {
    expect(await runServer(['audit', ...args]).ended).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });
});

test('a taken port is a message that names the option', async () => {
  const { port, free } = await takePort();
  expect(await runServer(['--port', `${port}`]).ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `tfe-admin-runs-server: port ${port} is taken; choose another with --port, or --port 0 for a free one\n`,
  });
  await free();
});

test.each([
  [['--prot', '1'], /Unknown option '--prot'; --help lists the options\n$/],
  [['serve'], /Unexpected argument 'serve'/],
  [['--port', '65536'], /--port must be/],
  [['--seed', 'demoo'], /--seed must be demo, empty or a number of runs/],
  [['--rate-limit', '-1'], /argument is ambiguous|--rate-limit must be/],
  [['--rate-limit', 'many'], /--rate-limit must be a whole number, 0 for no limit, not many/],
  [['--data', ''], /--data must name a file/],
  [
    ['--admin-token', 'top secret'],
    /^tfe-admin-runs-server: --admin-token must be visible ASCII characters, without blanks\n$/,
  ],
  [['--admin-token', 'x', '--user-token', 'x'], /--user-token must differ from the administrator's token/],
  [['--test-surface', '--host', '0.0.0.0'], /--test-surface needs a loopback address such as 127.0.0.1, not 0.0.0.0/],
  [['--'], /no command after --/],
])('%j is rejected with status 2', async (args, message) => {
  const { code, stdout, stderr } = await runServer(args).ended;
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  expect(stderr).not.toContain('top secret');
});

test('--help shows every option, --version the version', async () => {
  const help = await runServer(['--help']).ended;
  for (const option of Object.keys(serveOptions)) expect(help.stdout).toMatch(new RegExp(`^ {2}--${option} `, 'm'));
  expect(help.code).toBe(0);
  expect(await runServer(['--version']).ended).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
});

test('under an older Node it names the version that it needs', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process, "versions", { value: { node: "20.20.0" } })';
  const { code, stderr } = await runServer([], {}, ['--import', older]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^.* needs Node 24 or newer; .*\n$/) });
});

test("-- runs a command with an administrator's token and ends with its status", async () => {
  const script = `
    const { TFE_ADDRESS, TFE_TOKEN } = process.env;
    fetch(TFE_ADDRESS + '${runs}', { headers: { authorization: 'Bearer ' + TFE_TOKEN } })
      .then(async (response) => console.log(response.status, (await response.json()).data.length, process.argv[1]))
      .then(() => process.exit(7));`;
  const env = { TFE_TOKEN: 'a-real-token', TFE_ADDRESS: 'https://tfe.example.com' };
  const { ended } = runServer(['--', process.execPath, '-e', script, '--', '--help'], env);
  expect(await ended).toEqual({ code: 7, signal: null, stdout: '200 20 --help\n', stderr: '' });
});
