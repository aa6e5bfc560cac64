import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { send } from '@tfe-admin-runs/testing/send';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { expect, test } from 'vitest';
import { runMock } from './testing/run-mock.ts';
import { runs } from './testing/table.ts';

const headers = { authorization: 'Bearer top-secret' };

/** Sends requests to a mock, and gives how it ended. */
async function endAfter(requests: { path: string; headers?: Record<string, string> }[], ...args: string[]) {
  const { child, line, ended } = runMock(['--port', '0', ...args]);
  for (const request of requests) await send(urlIn(await line), { headers, ...request });
  await line;
  child.kill('SIGTERM');
  return ended;
}

const wrong = [
  { path: `${runs}?page[size]=500` },
  { path: '/nowhere' },
  { path: runs, headers: { prefer: 'code=200' } },
];

test('with --strict, rejected requests are listed at the end, without a token, and it ends with 1', async () => {
  const { code, stderr } = await endAfter([{ path: runs }, ...wrong], '--strict');
  expect(code).toBe(1);
  expect(stderr.split('\n')).toEqual([
    '3 requests were rejected:',
    `  GET ${runs}?page[size]=500 400: page[size] must be a whole number from 1 to 100, not 500`,
    expect.stringMatching(/^ {2}GET \/nowhere 404: no such path; /),
    `  GET ${runs} 401: no token was sent; send Authorization: Bearer TOKEN`,
    '',
  ]);
});

test('an error that was asked for by Prefer is no rejection', async () => {
  const preferred = { path: runs, headers: { ...headers, prefer: 'code=404' } };
  expect(await endAfter([preferred, { path: '/_health' }], '--strict')).toMatchObject({ code: 0, stderr: '' });
});

test('without --strict, rejected requests change nothing', async () => {
  expect(await endAfter(wrong)).toMatchObject({ code: 0, stderr: '' });
});

test('--report writes what was rejected, strict or not', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  expect(await endAfter([{ path: runs }, { path: '/nowhere' }], '--report', file)).toMatchObject({ code: 0 });
  const problems = [{ detail: expect.stringContaining('no such path') }];
  const findings = [{ method: 'GET', url: '/nowhere', status: 404, problems }];
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ requests: 2, findings, omitted: 0 });
});

test('a report that cannot be written is an error', async () => {
  const { code, stderr } = await endAfter([], '--report', '/nowhere/report.json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/cannot write the report: ENOENT/) });
});

test('a thousand rejected requests are listed, and more are counted', async () => {
  const { code, stderr } = await endAfter(
    Array.from({ length: 1003 }, () => ({ path: '/nowhere' })),
    '--strict',
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^1003 requests were rejected:\n(.*\n){1000} {2}and 3 more\n$/);
});

test('a command that fails keeps its code, and there is a report all the same', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const script = "fetch(process.env.TFE_ADDRESS + '/nowhere').then(() => process.exit(7))";
  const { code, stderr } = await runMock(['--strict', '--report', file, '--', process.execPath, '-e', script]).ended;
  expect({ code, stderr }).toEqual({ code: 7, stderr: expect.stringContaining('1 requests were rejected:') });
  expect(JSON.parse(readFileSync(file, 'utf8')).findings).toHaveLength(1);
});

test('long messages are kept up to 4 MiB, and counted from there on', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'report.json');
  const path = `${runs}?filter[status]=${Array.from({ length: 20 }, () => 'x'.repeat(700)).join()}`;
  await endAfter(
    Array.from({ length: 400 }, () => ({ path })),
    '--report',
    file,
  );
  const text = readFileSync(file, 'utf8');
  const { requests, findings, omitted } = JSON.parse(text);
  expect({ requests, all: findings.length + omitted }).toEqual({ requests: 400, all: 400 });
  expect(omitted).toBeGreaterThan(0);
  expect(text.length).toBeLessThan(6 * 1024 * 1024);
});
