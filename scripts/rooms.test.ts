import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { describe, expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
const files = tracked.split('\n').filter((file) => /\.(ts|cjs|js)$/.test(file) && existsSync(file));
const folders = [...new Set(files.map(folderOf))].filter((folder) => folder !== undefined);

/** The folder of the package that a file is in. */
function folderOf(file: string): string | undefined {
  return /^(openapi|(packages|apps)\/[^/]+)\//.exec(file)?.[1];
}

function filesOf(folder: string): string[] {
  return files.filter((file) => folderOf(file) === folder);
}

describe.each(folders)('%s', (folder) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

  test('imports nothing from another package by a relative path', () => {
    const reaching = filesOf(folder).flatMap((file) => {
      const strings = readFileSync(file, 'utf8').matchAll(/['"`](\.\.?\/[^'"`\s]*)['"`]/g);
      return [...strings]
        .map(([, path = '']) => normalize(join(dirname(file), path)))
        .filter((path) => folders.some((other) => other !== folder && `${path}/`.startsWith(`${other}/`)))
        .map((path) => `${file}: ${path}`);
    });
    expect(reaching).toEqual([]);
  });

  test('is a room of .dependency-cruiser.cjs, and a project of vitest.config.ts if it has tests', () => {
    expect(readFileSync('.dependency-cruiser.cjs', 'utf8')).toContain(`'^${folder}/'`);
    const hasTests = filesOf(folder).some((file) => file.endsWith('.test.ts'));
    expect(readFileSync('vitest.config.ts', 'utf8').includes(`'${folder}',`)).toBe(hasTests);
  });

  test('lists every package that its sources import in its package.json', () => {
    const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
    // What is bundled is a devDependency; the client and the types are not bundled.
    const isBundled = !['packages/client', 'packages/types'].includes(folder);
    const declared = Object.keys({ ...dependencies, ...peerDependencies, ...(isBundled && devDependencies) });
    const isSource = (file: string) => /\/src\//.test(file) && !/\.test(-d)?\.ts$|\/src\/testing\//.test(file);
    const imported = filesOf(folder)
      .filter(isSource)
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'((?:@[\w-]+\/)?[\w-]+)/g)])
      .map(([, name]) => name as string)
      .filter((name) => name !== 'node' && name !== 'vitest');
    expect([...new Set(imported)].filter((name) => !declared.includes(name))).toEqual([]);
  });

  test('lists every package of the repository that it imports in its package.json', () => {
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const imported = filesOf(folder).flatMap((file) => {
      const names = readFileSync(file, 'utf8').matchAll(/(?:from|import\(|resolve\() ?'(@tfe-admin-runs\/[^'/]+)/g);
      return [...names].map(([, name]) => name);
    });
    const undeclared = imported.filter((name) => name !== manifest.name && !declared.includes(name as string));
    expect([...new Set(undeclared)]).toEqual([]);
  });

  test('has a script that runs its tests, unless it has none', () => {
    const hasTests = filesOf(folder).some((file) => file.endsWith('.test.ts'));
    expect('test' in (manifest.scripts ?? {})).toBe(hasTests);
  });
});

describe('the rules on imports', () => {
  /** Runs the rules on a repository of two files, and returns the names of the violated ones. */
  function violated(from: string, to: string, back = ''): string[] {
    using folder = temporaryFolder();
    const paths = { [from]: `import './${relative(dirname(from), to)}';`, [to]: back };
    for (const [path, code] of Object.entries(paths)) {
      mkdirSync(join(folder.path, dirname(path)), { recursive: true });
      writeFileSync(join(folder.path, path), code);
    }
    writeFileSync(join(folder.path, 'tsconfig.json'), '{}');
    const config = join(process.cwd(), '.dependency-cruiser.cjs');
    const options = ['--config', config, '--output-type', 'json', 'packages'];
    const { stdout } = spawnSync('depcruise', options, { cwd: folder.path, encoding: 'utf8' });
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return summary.violations.map(({ rule }) => rule.name);
  }

  test.each([
    ['packages/client/src/a.ts', 'packages/server/src/b.ts', 'client-imports'],
    ['packages/types/src/a.ts', 'packages/client/src/b.ts', 'types-imports'],
    ['packages/http/src/a.ts', 'packages/mock/src/b.ts', 'http-imports'],
    ['packages/testing/src/a.ts', 'packages/server/src/b.ts', 'testing-imports'],
    ['packages/server/src/a.ts', 'packages/testing/src/b.ts', 'no-testing-in-sources'],
    ['packages/server/src/a.test.ts', 'packages/contract/b.ts', 'no-import-of-contract'],
  ])('report that %s imports %s', (from, to, rule) => {
    expect(violated(from, to)).toContain(rule);
  });

  test('report a cycle, of types too', () => {
    const back = "import type {} from './a.ts';";
    expect(violated('packages/http/src/a.ts', 'packages/http/src/b.ts', back)).toContain('no-cycle');
  });

  test('report nothing that is allowed', () => {
    expect(violated('packages/server/src/a.ts', 'packages/http/src/b.ts')).toEqual([]);
    expect(violated('packages/server/src/a.test.ts', 'packages/testing/src/b.ts')).toEqual([]);
  });
});

describe('the style', () => {
  /** The lines of all sources that match, each with its file. */
  function linesLike(pattern: RegExp): string[] {
    return files.flatMap((file) => {
      const lines = readFileSync(file, 'utf8').match(pattern) ?? [];
      return lines.map((line) => `${file}: ${line}`);
    });
  }

  test('spreads no literal into another to steer the formatter', () => {
    expect(linesLike(/\.\.\.(\[[^[\]]*\]|\{[^{}]*\}),?$/gm)).toEqual([]);
  });

  test('declares functions at the top level by `function`', () => {
    expect(linesLike(/^(export )?const \w+(: Command)? = (async )?(\([^)]*\)|\w+) =>/gm)).toEqual([]);
  });
});
