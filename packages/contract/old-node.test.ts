// Under a Node that is too old, the mock and the server say in one sentence which version they need.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Whether a version can require an ES module. */
const versions = { 20: false, 22: true };

function nodeOf(version: string): string {
  return `${root}node_modules/node-${process.platform}-${process.arch}-${version}/bin/node`;
}

describe.each(Object.entries(versions))('under Node %s', (version, canRequire) => {
  const node = nodeOf(version);
  if (!existsSync(node)) console.log(`NOT TESTED under Node ${version}: npm has none for this platform.`);

  /** The standard error of a program that fails. */
  function failureOf(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(node, args, { cwd: here, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    return stderr;
  }

  describe.skipIf(!existsSync(node)).each(['mock', 'server'])('the %s', (name) => {
    const sentence = `needs Node 24 or newer; this is v${version}\\.\\d+\\.\\d+\\.`;
    const thrown = new RegExp(`^Error: @tfe-admin-runs/${name} ${sentence}$`, 'm');

    test('says so when it is imported', () => {
      expect(failureOf('--input-type=module', '--eval', `import '@tfe-admin-runs/${name}'`)).toMatch(thrown);
    });

    if (canRequire) {
      test('says so when it is required', () => {
        expect(failureOf('--eval', `require('@tfe-admin-runs/${name}')`)).toMatch(thrown);
      });
    }

    test('says so, and nothing else, when it is started', () => {
      const bin = `${root}packages/${name}/bin/tfe-admin-runs-${name}.js`;
      expect(failureOf(bin)).toMatch(new RegExp(`^tfe-admin-runs-${name} ${sentence}\n$`));
    });
  });
});

test.each(['mock', 'server'])('the %s can be required if ES modules can', async (name) => {
  const program = `console.log(Object.keys(require('@tfe-admin-runs/${name}')).join())`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--eval', program], { cwd: here, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('start'), stderr: '' });
});
