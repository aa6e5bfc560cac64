import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { takePort } from '@tfe-admin-runs/testing/ports';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { send } from '@tfe-admin-runs/testing/send';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { runMock } from './testing/run-mock.ts';
import { runs } from './testing/table.ts';

function node(script: string, ...args: string[]) {
  return ['--', process.execPath, '-e', script, ...args];
}

test('it prints one line, with its address, and nothing for the requests that follow', async () => {
  const { child, line, ended } = runMock(['--port', '0']);
  expect(await line).toMatch(/^tfe-admin-runs-mock listens on http:\/\/127\.0\.0\.1:\d+$/);
  // Made-up data loads all of Prism, with packages that Node warns about.
  for (const prefer of ['dynamic=false', 'dynamic=true'])
    await send(urlIn(await line), { path: runs, headers: { authorization: 'Bearer any', prefer } });
  child.kill();
  expect(await ended).toMatchObject({ stdout: `${await line}\n`, stderr: '' });
});

test('with --verbose it prints a line for each request to standard error, and no secret', async () => {
  const { child, line, ended } = runMock(['--port', '0', '--verbose']);
  const url = urlIn(await line);
  await send(url, { path: `${runs}?page[size]=0`, headers: { authorization: 'Bearer top-secret' } });
  await send(url, { path: runs, headers: { authorization: 'Token top-secret', cookie: 'top-secret' } });
  child.kill();
  const { stderr, stdout } = await ended;
  expect(stderr.split('\n')).toEqual([
    'GET /api/v2/admin/runs?page[size]=0 400: page[size] must be a whole number from 1 to 100, not 0',
    'GET /api/v2/admin/runs 401: the Authorization header is not a bearer token; send Authorization: Bearer TOKEN',
    '',
  ]);
  expect(stderr + stdout).not.toContain('secret');
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it at once, whoever is connected, and frees the port',
  async (signal) => {
    const { child, line, ended } = runMock(['--port', '0']);
    const { port } = new URL(urlIn(await line));
    const agent = new Agent({ keepAlive: true });
    const idle = request({ port, path: '/_health', agent }).end();
    const [response] = await once(idle, 'response');
    await once(response.resume(), 'end');
    const unfinished = request({ port, method: 'POST', path: runs, headers: { 'content-length': 9 } }).on(
      'error',
      () => {},
    );
    unfinished.write('{');

    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
    agent.destroy();
    await (await takePort(Number(port))).free();
  },
);

test('a taken port is a message that names the option', async () => {
  const { port, free } = await takePort();
  expect(await runMock(['--port', `${port}`]).ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `tfe-admin-runs-mock: port ${port} is taken; choose another with --port, or --port 0 for a free one\n`,
  });
  await free();
});

test.each([
  [['--prot', '1'], /^tfe-admin-runs-mock: Unknown option '--prot'; --help lists the options\n$/],
  [['mock'], /^tfe-admin-runs-mock: Unexpected argument 'mock'/],
  [['--port'], /^tfe-admin-runs-mock: Option '--port <value>' argument missing/],
  [['--port', 'http'], /^tfe-admin-runs-mock: --port must be a whole number from 0 to 65535, not http\n$/],
  [['--port', '65536'], /--port must be/],
  [['--'], /^tfe-admin-runs-mock: no command after --\n$/],
])('%j is refused with status 2', async (args, message) => {
  expect(await runMock(args).ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test('an address of another machine is a message that names the option', async () => {
  const { code, stderr } = await runMock(['--port', '0', '--host', '192.0.2.1']).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('choose another with --host') });
});

test('--help shows every option, --version the version', async () => {
  const help = await runMock(['--help']).ended;
  for (const option of [
    '--port',
    '--host',
    '--strict',
    '--proxy',
    '--report',
    '--verbose',
    '--version',
    '--help',
    '-- COMMAND',
  ])
    expect(help.stdout).toContain(option);
  expect(help.code).toBe(0);
  expect(await runMock(['--version']).ended).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
});

test('an older Node is told what is wanted', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process, "versions", { value: { node: "20.20.0" } })';
  const { code, stderr } = await runMock([], {}, ['--import', older]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^.* needs Node 24 or newer; .*\n$/) });
});

test('-- runs a command against the mock and ends with its status', async () => {
  const script = `
    const { TFE_ADDRESS, TFE_TOKEN } = process.env;
    fetch(TFE_ADDRESS + '${runs}', { headers: { authorization: 'Bearer ' + TFE_TOKEN } })
      .then(async (answer) => console.log(answer.status, (await answer.json()).data.length, process.argv[1]))
      .then(() => process.exit(7));`;
  const { ended } = runMock(node(script, '--', '--help'), { TFE_TOKEN: 'a-real-token' });
  expect(await ended).toEqual({ code: 7, signal: null, stdout: '200 1 --help\n', stderr: '' });
});

test('-- keeps a real token and address from the command', async () => {
  const env = { TFE_TOKEN: 'a-real-token', TFE_ADDRESS: 'https://tfe.example.com' };
  const { stdout } = await runMock(node('console.log(JSON.stringify(process.env))'), env).ended;
  expect(stdout).not.toContain('a-real-token');
  expect(stdout).not.toContain('https://tfe.example.com');
});

test('-- listens on the port that was asked for', async () => {
  const { port, free } = await takePort();
  await free();
  const { stdout } = await runMock(['--port', `${port}`, ...node('console.log(process.env.TFE_ADDRESS)')]).ended;
  expect(stdout).toBe(`http://127.0.0.1:${port}\n`);
});

test.each([
  ['SIGTERM', "process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)", 3],
  ['SIGINT', "process.on('SIGINT', () => process.exit(4)); console.log('up'); setInterval(() => {}, 1000)", 4],
  ['SIGTERM', "console.log('up'); setInterval(() => {}, 1000)", 143],
  ['SIGHUP', "console.log('up'); setInterval(() => {}, 1000)", 129],
] as const)('-- passes %s on to the command (%#)', async (signal, script, code) => {
  const { child, line, ended } = runMock(node(script));
  await line;
  child.kill(signal);
  expect(await ended).toMatchObject({ code, signal: null });
});

test('-- tells of a command that is not there, with status 127', async () => {
  expect(await runMock(['--', 'no-such-command-here']).ended).toMatchObject({
    code: 127,
    stderr: 'tfe-admin-runs-mock: no command no-such-command-here\n',
  });
});
