// The contents and the manifest of each published package, as a reviewer checks them before a release.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PublishedPackage, pack, publishedPackages, type Tarball } from '@tfe-admin-runs/testing/packages';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names = Object.keys(publishedPackages) as PublishedPackage[];
const folder = temporaryFolder();
let tarballs: Map<string, Tarball>;
beforeAll(async () => {
  tarballs = await pack(folder.path, names);
});
afterAll(() => folder[Symbol.dispose]());

function manifestOf(path: string) {
  return JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
}

/** The text of a file in the tarball of a package. */
function read(name: string, file: string): string {
  const { path } = tarballs.get(name) as Tarball;
  return execFileSync('tar', ['-xzOf', path, `package/${file}`], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** esbuild names chunks by a hash of their contents. */
function withoutHash(file: string): string {
  return file.replace(/-[A-Z0-9]{8}\.js$/, '-HASH.js');
}

/** Limits in kilobytes, unpacked: a third more than today, to notice an unintended dependency. */
const usualLimit = 500;
const sizeLimits: Partial<Record<PublishedPackage, number>> = {
  '@tfe-admin-runs/openapi': 1100,
  '@tfe-admin-runs/mock': 3600,
};

describe.each(names)('%s', (name) => {
  const manifest = manifestOf(publishedPackages[name]);

  test('contains the files that were reviewed', async () => {
    const { files } = tarballs.get(name) as Tarball;
    const listed = [...new Set(files.map(withoutHash))].sort().join('\n');
    // `npm test -- packages/contract/packages.contents -u` writes the list again: review what was added to it.
    await expect(`${listed}\n`).toMatchFileSnapshot(`contents/${name.split('/')[1]}.txt`);
  });

  test('says where it comes from, what it needs, and how to find it', () => {
    // npm compares the repository with the one that publishes: `npm pkg set repository.url=… --workspaces` moves them all.
    expect(manifest.repository).toEqual({ ...manifestOf('.').repository, directory: publishedPackages[name] });
    expect(manifest.license).toBe(manifestOf('.').license);
    expect(manifest.keywords).toContain('terraform-enterprise');
    expect(manifest.description).toContain('Terraform Enterprise');
    expect(manifest.files).toContain('CHANGELOG.md');
    const hasCode = (tarballs.get(name) as Tarball).files.some((file) => file.endsWith('.js'));
    expect(manifest.engines?.node).toEqual(hasCode ? expect.stringMatching(/>=\d+/) : undefined);
  });

  test('is no larger than it needs to be', () => {
    const { unpackedSize } = tarballs.get(name) as Tarball;
    expect(unpackedSize / 1000).toBeLessThan(sizeLimits[name] ?? usualLimit);
  });

  test('runs no script when it is installed', () => {
    const scripts = Object.keys(manifest.scripts);
    expect(scripts.filter((script) => /^(pre|post)?(install|prepare)$/.test(script))).toEqual([]);
  });
});

const withCommand = names.filter((name) => manifestOf(publishedPackages[name]).bin);
/** Licenses that only require their text to be included. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

describe.each(withCommand)('the bundle of %s', (name) => {
  interface Component {
    name: string;
    version: string;
    licenses: { expression: string }[];
  }

  test('has the text of a permissive license for each package in its bill of materials', () => {
    const { components } = JSON.parse(read(name, 'dist/sbom.cdx.json')) as { components: Component[] };
    const sections = new Map(
      read(name, 'dist/THIRD-PARTY-LICENSES.txt')
        .split(/^-{80}\n\n/m)
        .map((section) => [section.slice(0, section.indexOf('\n')), section]),
    );
    expect(sections.size).toBe(components.length);
    for (const { name, version, licenses } of components) {
      const [{ expression } = { expression: '' }] = licenses;
      expect(permissive, name).toContain(expression);
      expect(sections.get(`${name} ${version} (${expression})`), name).toMatch(
        /Permission (is hereby granted|to use)|Redistribution and use|Apache License/i,
      );
    }
  });
});

test('the bill of materials of the mock names the part of Prism that it bundles, and no telemetry', () => {
  const { components } = JSON.parse(read('@tfe-admin-runs/mock', 'dist/sbom.cdx.json'));
  const bundled = components.map(({ name }: { name: string }) => name);
  expect(bundled).toEqual(expect.arrayContaining(['@stoplight/prism-core', '@stoplight/prism-http', 'ajv']));
  expect(bundled).not.toContain('@scarf/scarf');
  expect(bundled).not.toContain('postman-collection');
});
