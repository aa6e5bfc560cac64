import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
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

  test('reaches into no other package by a relative path', () => {
    const reaching = filesOf(folder).flatMap((file) => {
      const strings = readFileSync(file, 'utf8').matchAll(/['"`](\.\.?\/[^'"`\s]*)['"`]/g);
      return [...strings]
        .map(([, path = '']) => normalize(join(dirname(file), path)))
        .filter((path) => folders.some((other) => other !== folder && `${path}/`.startsWith(`${other}/`)))
        .map((path) => `${file}: ${path}`);
    });
    expect(reaching).toEqual([]);
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
    expect(linesLike(/^(export )?const \w+ = (async )?(\([^)]*\)|\w+) =>/gm)).toEqual([]);
  });
});
