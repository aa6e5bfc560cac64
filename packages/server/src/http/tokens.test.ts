import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { startServer } from '../index.ts';
import { start } from '../server.ts';
import { ask, runs } from '../testing/ask.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function write(name: string, text: string): string {
  const file = join(folder.path, name);
  writeFileSync(file, text);
  return file;
}

const tokens = `# Who may do what
amara admin ${sha256('the-token-of-amara')}

  bo  user\t${sha256('the-token-of-bo').toUpperCase()}\r
`;

async function serve(file: string) {
  const lines: string[] = [];
  const server = await start({ tokens: file, log: (line) => lines.push(line) }, {});
  onTestFinished(() => server.close());
  async function statusFor(token: string): Promise<number> {
    return (await ask(server, { path: runs, headers: { authorization: `Bearer ${token}` } })).status;
  }
  return { server, lines, statusFor };
}

test('the people of a file have their roles and their names', async () => {
  const { server, lines, statusFor } = await serve(write('people', tokens));
  expect(await statusFor('the-token-of-amara')).toBe(200);
  expect(await statusFor('the-token-of-bo')).toBe(404);
  expect(await statusFor(sha256('the-token-of-amara'))).toBe(401);
  const headers = { authorization: 'Bearer the-token-of-amara', 'content-type': 'application/vnd.api+json' };
  const path = `${runs}/run-VCsNJXa59eUza53R/actions/force-cancel`;
  expect((await ask(server, { method: 'POST', path, headers })).status).toBe(200);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ message: 'force-canceled', actor: 'amara' }]);
});

test('a changed file is read again, and a broken one keeps the tokens and is logged', async () => {
  const file = write('changing', tokens);
  const { server, lines, statusFor } = await serve(file);
  writeFileSync(file, `chen admin ${sha256('the-token-of-chen')}`);
  expect(await statusFor('the-token-of-chen')).toBe(401);
  server.reloadTokens();
  expect([await statusFor('the-token-of-chen'), await statusFor('the-token-of-amara')]).toEqual([200, 401]);
  writeFileSync(file, 'chen admin the-token-of-chen');
  server.reloadTokens();
  expect(await statusFor('the-token-of-chen')).toBe(200);
  rmSync(file);
  server.reloadTokens();
  expect(await statusFor('the-token-of-chen')).toBe(200);
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['info', 'error', 'error']);
  expect(lines.join()).not.toContain('the-token');
});

const valid = sha256('a-secret');
test.each([
  ['a plain token', 'amara admin a-secret', 'line 1 must be a name, admin or user, and the SHA-256 of a token'],
  ['another role', `\n\namara owner ${valid}`, 'line 3 must be'],
  ['no name', `admin ${valid}`, 'line 1 must be'],
  ['a token twice', `amara admin ${valid}\nbo user ${valid.toUpperCase()}`, 'line 2 repeats a token'],
])('%s is rejected, and not quoted', async (name, text, problem) => {
  const started = startServer({ tokens: write(name, text) });
  await expect(started).rejects.toThrow(`tokens cannot be used: ${problem}`);
  await expect(started).rejects.not.toThrow(/a-secret|amara/);
});

test('a file that cannot be read is rejected', async () => {
  await expect(startServer({ tokens: join(folder.path, 'missing') })).rejects.toThrow('tokens cannot be used: ENOENT');
  mkdirSync(join(folder.path, 'a folder'));
  await expect(startServer({ tokens: join(folder.path, 'a folder') })).rejects.toThrow('EISDIR');
  await expect(startServer({ tokens: '' })).rejects.toThrow('tokens must name a file');
});
