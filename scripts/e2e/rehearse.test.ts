import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a release is rehearsed from beginning to end', { timeout: 600_000 }, async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'rehearse']);
  expect(stdout).toMatch(/^raise the versions: .*^publish: .*^install: .*^use every package: .*^write the bill of /ms);
});
