import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the document states the version of its package', () => {
  const { version } = JSON.parse(readFileSync('openapi/package.json', 'utf8'));
  expect(readFileSync('openapi/openapi.yaml', 'utf8')).toContain(`\n  version: ${version}\n`);
});
