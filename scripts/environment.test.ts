import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const setup = fileURLToPath(new URL('../packages/testing/src/environment.setup.ts', import.meta.url));

function namesLeftOf(env: Record<string, string>): string[] {
  const program = 'console.log(JSON.stringify(Object.keys(process.env)))';
  return JSON.parse(execFileSync(process.execPath, ['--import', setup, '--eval', program], { env, encoding: 'utf8' }));
}

test.each([
  ['a CI system', { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: '/nowhere' }],
  [
    'a shell',
    { NO_COLOR: '1', FORCE_COLOR: '1', COLUMNS: '20', LC_ALL: 'xx_XX.UTF-8', https_proxy: 'http://127.0.0.1:9' },
  ],
  ['a site administrator', { TFE_ADDRESS: 'https://tfe.example.com', TFE_TOKEN: 'x', TF_TOKEN_tfe_example_com: 'x' }],
])('what %s sets is kept from the programs under test', (_, env) => {
  const names = namesLeftOf({ ...env, PATH: '/bin', TEST_DATABASE_URL: 'postgres://127.0.0.1/test' });
  expect(names.filter((name) => name in env)).toEqual([]);
  expect(names).toContain('TEST_DATABASE_URL');
});

test('this process, too, has an environment of its own', () => {
  expect(process.env).not.toHaveProperty('CI');
});
