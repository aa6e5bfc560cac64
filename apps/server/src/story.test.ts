import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runServer, urlIn } from './testing/run-server.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rootReadme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

/** What is typed in a README's story, and the pieces of the answer that it shows below. */
function stepsOf(text: string) {
  const [story = ''] = /^## A story$.*?^## /ms.exec(text) ?? [];
  return [...story.matchAll(/^```sh\n(.*?)^```\n\n(?:```text\n(.*?)^```)?/gms)].map(([, command = '', shown = '']) => ({
    command,
    shown: shown.trim().split('\n'),
  }));
}

let server: ReturnType<typeof runServer>;
let url: string;
beforeEach(async () => {
  server = runServer(['--port', '0', '--test-surface'], { ADMIN_TOKEN: 'the-admin', USER_TOKEN: 'somebody' });
  url = urlIn(await server.line);
});
afterEach(() => void server.child.kill());

const sh = (command: string) =>
  promisify(execFile)('sh', ['-e', '-c', command.replaceAll('http://127.0.0.1:8080', url)]);

test.each([
  ['this package', readme],
  ['the project', rootReadme],
])('the story that the README of %s tells by curl is true', async (_whose, text) => {
  expect(text).toContain('$ ADMIN_TOKEN=the-admin USER_TOKEN=somebody np');
  const [setUp = { command: '' }, ...told] = stepsOf(text);
  expect(told.length).toBeGreaterThan(2);
  for (const { command, shown } of told) {
    const { stdout } = await sh(setUp.command + command);
    for (const piece of shown) expect(stdout, command).toContain(piece);
  }
});

test('the test surface is used by curl as the README shows', async () => {
  const [, commands = ''] = /^```sh\n(curl [^`]*_test.*?)^```/ms.exec(readme) ?? [];
  expect(commands.split('\n')).toHaveLength(4);
  const { stdout } = await sh(
    `${stepsOf(readme)[0]?.command}${commands.replaceAll('curl -s', 'curl -sS --fail-with-body')}`,
  );
  expect(stdout).toContain('"status":"applying"');
});

test('the test that the README shows runs and passes', () => {
  const sample = /^```js\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const args = ['--input-type=module', '--test-reporter=tap', '-'];
  expect(execFileSync(process.execPath, args, { cwd, input: sample, encoding: 'utf8' })).toContain('\n# pass 1\n');
});
