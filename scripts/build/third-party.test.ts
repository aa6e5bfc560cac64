import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { expect, test } from 'vitest';
import { billOfMaterials, licensesOf, thirdPartyPackages } from './third-party.ts';

type Files = Record<string, string | object>;

/** Reads a package that consists of these files, and of which one is bundled. */
function readPackage(files: Files) {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder.path, 'node_modules/@a/b', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  const inputs = { [join(folder.path, 'node_modules/@a/b/lib/index.js')]: {}, 'src/index.ts': {} };
  return thirdPartyPackages({ outputs: { 'dist/index.js': { inputs } } } as never);
}

const manifest = { name: '@a/b', version: '1.2.3', license: 'Apache-2.0' };

test.each(['LICENSE', 'LICENSE.md', 'license.txt', 'LICENCE', 'LICENSE-MIT.txt', 'COPYING'])(
  'the text of a license stands in %s',
  (file) => {
    const packages = readPackage({ 'package.json': manifest, [file]: 'You may.\n', 'license.js': 'no text' });
    expect(packages).toEqual([{ ...manifest, licenseText: 'You may.' }]);
    expect(licensesOf(packages)).toBe('@a/b 1.2.3 (Apache-2.0)\n\nYou may.\n');
  },
);

test('a NOTICE is passed on', () => {
  const [{ licenseText } = {}] = readPackage({ 'package.json': manifest, LICENSE: 'You may.', NOTICE: 'By Ann.' });
  expect(licenseText).toBe('You may.\n\nBy Ann.');
});

test.each<[string, Files, RegExp]>([
  ['its README', { 'README.md': '## License\n\nCopyright 2019 Ann.\nMIT' }, /^Copyright 2019 Ann\.\n\nPermission is /],
  ['its author', { 'package.json': { author: { name: 'Ann' } } }, /^Copyright \(c\) Ann\n\nPermission is /],
  ['its contributors', { 'package.json': { contributors: ['Ann', 'Ben'] } }, /^Copyright \(c\) Ann, Ben\n\nPerm/],
])('a package under the MIT license without a text gets that text, and the copyright of %s', (_, files, text) => {
  const own = files['package.json'] as object;
  const packages = readPackage({ ...files, 'package.json': { ...manifest, license: 'MIT', ...own } });
  expect(packages[0]?.licenseText).toMatch(text);
});

test('a license in the old form is read', () => {
  const { license: _, ...rest } = manifest;
  const files = { 'package.json': { ...rest, licenses: [{ type: 'MIT' }, { type: 'BSD' }] }, LICENSE: 'You may.' };
  expect(readPackage(files)[0]?.license).toBe('MIT OR BSD');
});

test.each([
  [{ name: 'x', version: '1.0.0' }, 'x 1.0.0 states no license'],
  [{ name: 'x', version: '1.0.0', license: 'Apache-2.0' }, 'x 1.0.0 has no text of its license, Apache-2.0'],
])('the package %j is not bundled', (manifest, message) => {
  expect(() => readPackage({ 'package.json': manifest })).toThrow(message);
});

test('the bill of materials names each package, by its address at npm', () => {
  const packages = readPackage({ 'package.json': manifest, LICENSE: 'You may.' });
  expect(billOfMaterials({ name: '@our/mock', version: '2.0.0' }, packages)).toMatchObject({
    metadata: { component: { purl: 'pkg:npm/%40our/mock@2.0.0' } },
    components: [{ name: '@a/b', purl: 'pkg:npm/%40a/b@1.2.3', licenses: [{ expression: 'Apache-2.0' }] }],
  });
});
