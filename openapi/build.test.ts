import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bundle, bundles } from './build.ts';
import manifest from './package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const names = Object.keys(bundles) as (keyof typeof bundles)[];

function read(name: string) {
  return readFileSync(new URL(`dist/${name}`, import.meta.url), 'utf8');
}

describe.each(names)('%s', (name) => {
  it('is the same, byte for byte, when it is built again', () => {
    bundle(name, folder);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(read(name));
  });

  it('is exported by the package', () => {
    expect(manifest.exports).toHaveProperty([`./${name}`], `./dist/${name}`);
  });

  it('refers to nothing outside of itself', () => {
    const refs = [...read(name).matchAll(/"?\$ref"?: ["']([^"']+)["']/g)].map(([, ref]) => ref);
    expect(refs.filter((ref) => !ref?.startsWith('#/components/'))).toEqual([]);
    expect(refs.length > 0).toBe(!name.includes('dereferenced'));
  });
});

it.each(['openapi', 'openapi-3.0'])('%s holds the same in YAML and in JSON', (name) => {
  expect(parse(read(`${name}.yaml`))).toEqual(JSON.parse(read(`${name}.json`)));
});
