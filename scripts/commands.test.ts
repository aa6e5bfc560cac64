// Checks the commands that pages, comments and workflows show, because no test runs most of them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const patterns = ['*.md', '*.ts', '*.cjs', '*.yml', '*.yaml', 'Containerfile', ':!*/testing/*'];
const files = execFileSync('git', ['ls-files', ...patterns], { encoding: 'utf8' })
  .trim()
  .split('\n');
const texts = files.filter(existsSync).map((file) => readFileSync(file, 'utf8'));

/** The words after `npm test --` and `npm run e2e --`, for each command. */
const testCommands = texts
  .flatMap((text) => [...text.matchAll(/npm (?:test|run e2e) -- ([^`\n#]+)/g)])
  .map(([, words = '']) => words.trim().split(/\s+/));

test('scripts that are named exist', () => {
  const commands = texts.flatMap((text) => text.match(/npm run (?:--silent )?[a-z][\w:-]*/g) ?? []);
  const names = new Set(commands.map((command) => command.split(' ').at(-1) as string));
  expect(names.size).toBeGreaterThan(10);
  expect([...names].filter((name) => !(name in scripts))).toEqual([]);
});

test('commands that run some of the tests end with -u: Vitest reads the word after it as its value', () => {
  const updates = testCommands.filter((words) => words.includes('-u'));
  expect(updates.length).toBeGreaterThan(1);
  expect(updates.filter((words) => words.at(-1) !== '-u')).toEqual([]);
});

test('commands that run some of the tests name paths that exist', () => {
  const paths = testCommands.flat().filter((word) => /^[\w.-]+\//.test(word));
  expect(paths.length).toBeGreaterThan(2);
  expect(paths.filter((path) => !existsSync(path) && !existsSync(`${path}.test.ts`))).toEqual([]);
});

test('CONTRIBUTING.md runs scripts through npm, because the Node of its reader may be too old for TypeScript', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8').replaceAll(/npm exec -c '[^']*'/g, '');
  expect(text).not.toMatch(/\bnode \S+\.ts/);
});
