import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { arch, platform } from 'node:process';
import { beforeEach, expect, onTestFinished, test } from 'vitest';

const script = resolve('scripts/link-node.cjs');
const link = 'node_modules/.bin/node';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-link-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
});

function run() {
  return execFileSync(process.execPath, [script], { cwd: folder });
}

function install(name: string) {
  mkdirSync(join(folder, 'node_modules', name, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', name, 'bin/node'), '');
}

test.each([
  ['no node', undefined],
  ['the node of another package', `../node-${platform}-${arch}-20/bin/node`],
])('after an installation that left %s, npm scripts find the pinned one', (_, left) => {
  install(`node-${platform}-${arch}`);
  if (left) symlinkSync(left, join(folder, link));
  run();
  expect(readlinkSync(join(folder, link))).toBe(`../node-${platform}-${arch}/bin/node`);
});

test('if npm has no node for the machine, nothing is linked', () => {
  run();
  expect(() => readlinkSync(join(folder, link))).toThrow('ENOENT');
});
