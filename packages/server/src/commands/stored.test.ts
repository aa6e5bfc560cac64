import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../index.ts';
import { type Location, open } from '../store/open.ts';
import { cancel } from '../testing/ask.ts';
import { argsOf, keptEngines, type Place, sqliteFile } from '../testing/engines.ts';
import { runServer } from '../testing/run-server.ts';

describe.each(keptEngines)('of $name', (engine) => {
  async function place(): Promise<Place> {
    const opened = await engine.open();
    onTestFinished(opened.remove);
    return opened;
  }

  async function changeCounters(sql: string, { options }: Place) {
    const database = await open({ schema: 'public', ...options } as Location, { isReset: false });
    await database.write(({ run }) => run(sql));
    await database.close();
  }

  test('audit prints who force-canceled what, while the server runs and after', async () => {
    const where = await place();
    const server = await startServer({ ...where.options, seed: 'demo' });
    onTestFinished(() => server.close());
    await cancel(server, 'run-VCsNJXa59eUza53R', '{"comment":"stuck \\u0000"}');
    const audit = () => runServer(['audit', ...argsOf(where.options)]).ended;
    const { stdout, stderr, code } = await audit();
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout)).toEqual({
      at: expect.any(String),
      run: 'run-VCsNJXa59eUza53R',
      actor: 'admin',
      'former-status': 'pending',
      comment: 'stuck \ufffd',
    });
    await server.close();
    expect((await audit()).stdout).toBe(stdout);
  });

  test('verify finds counters that differ from the runs, and corrects them only with --repair', async () => {
    const where = await place();
    const server = await startServer({ ...where.options, seed: 'demo' });
    await cancel(server, 'run-VCsNJXa59eUza53R');
    await server.close();
    const verify = (...args: string[]) => runServer(['verify', ...argsOf(where.options), ...args]).ended;
    expect(await verify()).toMatchObject({ code: 0, stdout: 'the counters agree with the runs\n', stderr: '' });

    await changeCounters("update run_counts set n = n + 2 where status = 'planning'", where);
    await changeCounters("delete from run_counts where status = 'pending' and scope = ''", where);
    const { options } = where;
    const before = options.data && readFileSync(options.data);
    const found = await verify();
    expect(found).toMatchObject({ code: 1, stderr: '' });
    expect(found.stdout).toContain('the installation: 1 runs are planning, and the counter says 3\n');
    expect(found.stdout).toContain('the installation: 2 runs are pending, and the counter says 0\n');
    expect(found.stdout).toMatch(/^ws-\w+: 1 runs are planning, and the counter says 3$/m);
    if (options.data) expect(readFileSync(options.data)).toEqual(before);

    expect(await verify('--repair')).toMatchObject({ code: 0, stdout: found.stdout });
    expect(await verify()).toMatchObject({ code: 0, stdout: 'the counters agree with the runs\n' });
  });

  test('nothing is opened where no server has stored data', async () => {
    const args = argsOf((await place()).options);
    for (const command of ['audit', 'verify']) {
      const { code, stdout, stderr } = await runServer([command, ...args]).ended;
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^tfe-admin-runs-server: (there is no file |no server has stored data in the schema )/);
    }
  });
});

test('the output commands no terminal, whatever a comment and a request have', async () => {
  const { options, remove } = await sqliteFile.open();
  onTestFinished(remove);
  const args = argsOf(options);
  const comment = 'a\u009b2J\u202eb';
  const script = `
    const headers = { authorization: 'Bearer ' + process.env.TFE_TOKEN, 'content-type': 'application/vnd.api+json' };
    const runs = process.env.TFE_ADDRESS + '/api/v2/admin/runs';
    const body = JSON.stringify({ comment: process.argv[1] });
    await fetch(runs + '?' + encodeURIComponent(process.argv[1]), { headers });
    await fetch(runs + '/run-VCsNJXa59eUza53R/actions/force-cancel', { method: 'POST', headers, body });`;
  const command = ['--', process.execPath, '--input-type=module', '-e', script, comment];
  const serve = await runServer([...args, '--seed', 'demo', '--verbose', ...command], { ADMIN_TOKEN: 'a-token' }).ended;
  const audit = await runServer(['audit', ...args]).ended;
  for (const output of [serve.stderr, audit.stdout]) {
    expect(output).toContain('a\\u009b2J\\u202eb');
    expect(output).not.toMatch(/[\u009b\u202e]/);
  }
  expect(JSON.parse(audit.stdout)).toMatchObject({ comment });
});

test('a file that is being filled is not copied', async () => {
  const { options, remove } = await sqliteFile.open();
  onTestFinished(remove);
  const { data = '' } = options;
  await (await startServer({ data, seed: 'demo' })).close();
  using database = new DatabaseSync(data);
  // So small a cache makes SQLite write into the file before the commit.
  database.exec(`pragma journal_mode = delete; pragma cache_size = 1; begin;
    create table filling as with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000) select i from n`);
  const copy = `${data}-copy`;
  const { code, stderr } = await runServer(['backup', '--data', data, '--to', copy]).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`cannot copy ${data}: `) });
  expect(existsSync(copy)).toBe(false);
});

test('a symbolic link shows what a running server has written last', async () => {
  const { options, remove } = await sqliteFile.open();
  onTestFinished(remove);
  const { data = '' } = options;
  const server = await startServer({ data, seed: 'demo' });
  onTestFinished(() => server.close());
  const [link, copy] = [`${data}-link`, `${data}-copy`];
  symlinkSync(data, link);
  await cancel(server, 'run-VCsNJXa59eUza53R');
  expect((await runServer(['backup', '--data', link, '--to', copy]).ended).code).toBe(0);
  for (const file of [link, copy]) {
    const { stdout, stderr } = await runServer(['audit', '--data', file]).ended;
    expect({ file, stdout, stderr }).toEqual({
      file,
      stdout: expect.stringContaining('run-VCsNJXa59eUza53R'),
      stderr: '',
    });
  }
});

test.each([
  [['audit'], 'audit needs --data FILE or --database URL'],
  [['verify'], 'verify needs --data FILE or --database URL'],
  [['backup'], 'backup needs --data FILE'],
  [['backup', '--data', 'package.json'], 'backup needs --to FILE'],
  [['verify', '--data', 'a', '--database', 'postgres://x/y'], '--database cannot be used together with a data file'],
  [['audit', '--database', 'mysql://root:secret@x/y'], '--database must be a URL like postgres://'],
  [['audit', '--database', 'postgres://x/y', '--schema', 'A B'], '--schema must be lower-case letters'],
])('%j is rejected with status 2', async (args, message) => {
  const { code, stdout, stderr } = await runServer(args).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('secret');
});

test('a database that cannot be reached is reported without its password', async () => {
  const { code, stderr } = await runServer(['audit', '--database', 'postgres://me:secret@127.0.0.1:1/x']).ended;
  expect(code).toBe(1);
  expect(stderr).toContain('cannot use the database: ');
  expect(stderr).not.toContain('secret');
});
