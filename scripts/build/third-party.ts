// What esbuild has bundled from npm: the packages, their licenses, and a list of them for vulnerability scanners.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

export interface ThirdPartyPackage {
  name: string;
  version: string;
  /** As its manifest states it, such as `MIT`. */
  license: string;
  /** The text of the license, with the notices that it requires to be passed on. */
  licenseText: string;
}

interface Person {
  name: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  /** How packages stated their license before 2015. */
  licenses?: { type: string }[];
  author?: string | Person;
  contributors?: (string | Person)[];
}

/**
 * Gives the packages of which the outputs contain code, by name.
 *
 * @throws if a package states no license, or has no text of a license that is not MIT.
 */
export function thirdPartyPackages({ outputs }: Pick<Metafile, 'outputs'>): ThirdPartyPackage[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  return [...folders].map(read).sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

function read(folder: string): ThirdPartyPackage {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license = manifest.licenses?.map(({ type }) => type).join(' OR ') } = manifest;
  if (!license) throw new Error(`${name} ${version} states no license: do not bundle it`);
  const files = globSync(`${folder}/{LICENSE,LICENCE,License,license,COPYING,NOTICE}*`).filter((file) =>
    /(\/[A-Z]+|\.(md|txt)|-[A-Z]+)$/i.test(file),
  );
  const texts = files.map((file) => readFileSync(file, 'utf8').trim());
  if (texts.length === 0) texts.push(withoutLicenseFile(folder, license, manifest));
  return { name, version, license, licenseText: texts.join('\n\n') };
}

/** The text for a package that only names its license. */
function withoutLicenseFile(folder: string, license: string, { name, version, author, contributors }: Manifest) {
  if (license !== 'MIT') throw new Error(`${name} ${version} has no text of its license, ${license}: do not bundle it`);
  const [readme] = globSync(`${folder}/README*`).map((file) => readFileSync(file, 'utf8'));
  const notice = /^\W*(Copyright .*\d{4}.*)$/im.exec(readme ?? '')?.[1]?.trim();
  const holders = author ? [author] : (contributors ?? []);
  const names = holders.map((holder) => (typeof holder === 'string' ? holder : holder.name));
  return `${notice ?? `Copyright (c) ${names.join(', ') || `the authors of ${name}`}`}\n\n${mit}`;
}

export function licensesOf(packages: readonly ThirdPartyPackage[]): string {
  const sections = packages.map(
    ({ name, version, license, licenseText }) => `${name} ${version} (${license})\n\n${licenseText}\n`,
  );
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}

/** A bill of materials of the package `name`, in CycloneDX: `npm sbom` and scanners do not see what is bundled. */
export function billOfMaterials(
  { name, version }: { name: string; version: string },
  packages: readonly ThirdPartyPackage[],
) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: componentOf({ name, version }) },
    components: packages.map((each) => ({ ...componentOf(each), licenses: [{ expression: each.license }] })),
  };
}

function componentOf({ name, version }: { name: string; version: string }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', 'bom-ref': purl, name, version, purl };
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
