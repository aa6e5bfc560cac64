import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

// A copy of the repository, so that its files can be changed. It uses the cache of the original, which `npm test` built.
const root = process.cwd();
const copy = realpathSync(mkdtempSync(join(tmpdir(), 'turbo-')));
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_CACHE_DIR: join(root, '.turbo/cache') };
function run(command: string, ...args: string[]) {
  return execFileSync(command, args, { cwd: copy, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeEach(() => {
  rmSync(copy, { recursive: true });
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((file) => file && existsSync(file)))
    cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  run('git', 'init', '--quiet');
  run('git', 'add', '--all');
});
afterAll(() => rmSync(copy, { recursive: true }));

/** The packages that a build would build again, because they are not in the cache. */
function stale(): string[] {
  const { tasks } = JSON.parse(run('turbo', 'run', 'build', '--dry=json')) as {
    tasks: { package: string; command: string; cache: { status: 'HIT' | 'MISS' } }[];
  };
  const builds = tasks.filter(({ command }) => command !== '<NONEXISTENT>');
  expect(builds.length).toBeGreaterThan(4);
  const missed = builds.filter(({ cache }) => cache.status === 'MISS');
  return [...new Set(missed.map((task) => task.package.replace('@tfe-admin-runs/', '')))].sort();
}

describe('turbo run build', () => {
  test('builds nothing a second time', () => {
    expect(stale()).toEqual([]);
  });

  test('builds docs and mock again after an example changed, and not the client', () => {
    appendFileSync(join(copy, 'openapi/examples/single-page.yaml'), '# changed\n');
    expect(stale()).toEqual(['docs', 'mock', 'openapi', 'server']);
  });

  test('builds everything that depends on a type again after it changed', () => {
    appendFileSync(join(copy, 'packages/types/src/openapi.gen.ts'), '// changed\n');
    expect(stale()).toEqual(['cli', 'client', 'server', 'types']);
  });

  test('builds mock and server again after a private package that they contain changed', () => {
    appendFileSync(join(copy, 'packages/http/src/request.ts'), '// changed\n');
    expect(stale()).toEqual(['mock', 'server']);
  });

  test('builds nothing again after a test changed', () => {
    for (const file of ['packages/server/src/app.test.ts', 'apps/docs/site.test.ts', 'packages/server/e2e/wire.ts'])
      appendFileSync(join(copy, file), '\n');
    expect(stale()).toEqual([]);
  });

  test.each(['packages/client/README.md', 'openapi/README.md', 'decisions/0001-one-document.md'])(
    'builds the site alone again after %s changed, which is a page of it',
    (file) => {
      appendFileSync(join(copy, file), '\n');
      expect(stale()).toEqual(['docs']);
    },
  );
});

test.each([
  ['build', ['cli', 'client', 'docs', 'mock', 'openapi', 'server', 'types']],
  ['generate', ['mock', 'server', 'types']],
  ['test', ['cli', 'client', 'command', 'contract', 'docs', 'http', 'mock', 'openapi', 'server', 'types']],
  ['check', ['openapi', 'types']],
  ['dev', ['docs', 'mock', 'server']],
])('turbo run %s runs in the packages that have it', (task, packages) => {
  const { tasks } = JSON.parse(run('turbo', 'run', task, '--dry=json'));
  const withCommand = tasks.filter(
    (each: { task: string; command: string }) => each.task === task && each.command !== '<NONEXISTENT>',
  );
  expect(withCommand.map((each: { package: string }) => each.package.replace('@tfe-admin-runs/', '')).sort()).toEqual(
    packages,
  );
});
