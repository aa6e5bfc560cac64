// A run that was canceled no longer matches the filter, so later pages move up: a loop over pages that cancels passes runs
// over. So every program that is shown collects the runs first.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shown = [
  'README.md',
  'packages/*/README.md',
  'apps/docs/site/*.md',
  'openapi/openapi.yaml',
  'examples/*/*.{js,ts}',
  'examples/*/app/**/*.{js,ts}',
];

/** The loops over `iterate`, each until the next line that is indented like its first one. */
function loopsOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const [, indent] = /^( *)for await \(/.exec(line) ?? [];
    if (indent === undefined) return [];
    const length = lines
      .slice(start + 1)
      .findIndex(
        (next) => next.startsWith(indent) && /^\S/.test(next.slice(indent.length)) && !/^ *\}\)+ \{$/.test(next),
      );
    return [lines.slice(start, start + 1 + length).join('\n')];
  });
}

const loops = globSync(shown, { cwd: root }).flatMap((file) =>
  loopsOf(readFileSync(join(root, file), 'utf8')).map((loop) => ({ file, loop })),
);

test('programs with loops are found', () => {
  const files = new Set(loops.map(({ file }) => file));
  expect([...files].sort()).toEqual(
    expect.arrayContaining([
      'README.md',
      'examples/typescript/stuck.ts',
      'openapi/openapi.yaml',
      'packages/cli/README.md',
    ]),
  );
});

test.each(loops)('$file cancels nothing in its loop: $loop', ({ loop }) => {
  expect(loop).not.toMatch(/cancel\w*\(/i);
});
