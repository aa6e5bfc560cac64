import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the test that the README shows runs and passes', () => {
  const sample = /^```js\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const args = ['--input-type=module', '--test-reporter=tap', '-'];
  expect(execFileSync(process.execPath, args, { cwd, input: sample, encoding: 'utf8' })).toContain('\n# pass 1\n');
});
