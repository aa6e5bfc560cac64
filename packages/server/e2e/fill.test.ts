// Filling a file in a process of its own, by a server that is started from the package.

import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../src/index.ts';
import { adminToken, command, userToken } from './command.ts';

const run = promisify(execFile);

function dataFile(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return join(folder.path, 'runs.db');
}

test('a script in an argument of node runs once, and its server is filled', async () => {
  const options = { data: dataFile(), seed: 300, adminToken, userToken };
  // The variable is a limit to how often the script can run itself.
  const script = `
    if (process.env.STARTED) process.exit(3);
    process.env.STARTED = 'yes';
    const { startServer } = await import('@tfe-admin-runs/server');
    await using server = await startServer(${JSON.stringify(options)});
    const headers = { authorization: 'Bearer ${adminToken}' };
    const response = await fetch(server.url + '/api/v2/admin/runs', { headers });
    console.log((await response.json()).meta.pagination['total-count']);`;
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd });
  expect({ stdout, stderr }).toEqual({ stdout: '300\n', stderr: '' });
});

test('what fails in the process that fills is reported in one line', async () => {
  const data = dataFile();
  await (await startServer({ data, adminToken, userToken })).close();
  using file = new DatabaseSync(data);
  file.exec("create trigger fail before insert on users begin select raise(abort, 'the disk is full'); end");
  await expect(startServer({ data, seed: 10, adminToken, userToken })).rejects.toThrow(
    `cannot fill ${data}: the disk is full`,
  );
  const { code, stderr } = await command('--port', '0', '--data', data, '--seed', '10').ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `tfe-admin-runs-server: cannot fill ${data}: the disk is full\n`,
  });
});

test('SIGHUP while a file is filled makes the server read the tokens again', async () => {
  const data = dataFile();
  const tokens = `${data}.tokens`;
  writeFileSync(tokens, '');
  const { child, line } = command('--port', '0', '--data', data, '--seed', '50000', '--tokens', tokens);
  onTestFinished(() => void child.kill('SIGKILL'));
  await expect.poll(() => existsSync(data)).toBe(true);
  writeFileSync(tokens, `amara admin ${hash('sha256', 'new')}\n`);
  child.kill('SIGHUP');
  const url = urlIn(await line);
  const response = await fetch(`${url}/api/v2/admin/runs`, { headers: { authorization: 'Bearer new' } });
  expect(response.status).toBe(200);
});
