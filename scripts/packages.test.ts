import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// What every package that is published has in common; packages/client/package.test.ts tells more of the client's.
const run = promisify(execFile);
const folders = ['openapi', 'packages/types', 'packages/client', 'packages/http', 'packages/mock', 'apps/server'];
const typed = folders.slice(1);
interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
}
let temporary: string;
let packed: Map<string, Packed>;
const tarball = (folder: string) => join(temporary, packed.get(folder)?.filename as string);

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'packages-'));
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary];
  const names = await Promise.all(folders.map(async (folder) => (await manifestOf(folder)).name));
  const { stdout } = await run('npm', [...pack, ...folders.map((folder) => `./${folder}`)]);
  const results = Object.values<Packed>(JSON.parse(stdout));
  packed = new Map(folders.map((folder, i) => [folder, results.find(({ name }) => name === names[i]) as Packed]));
});
afterAll(() => rm(temporary, { recursive: true }));

async function manifestOf(folder: string) {
  return JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
}

describe.each(folders)('the package of %s', (folder) => {
  test('has a README, the licence, and no tests', async () => {
    const paths = packed.get(folder)?.files.map(({ path }) => path) ?? [];
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(paths.filter((path) => /\.test|testing|proof|tsbuildinfo|(?<!\.d)\.ts$/.test(path))).toEqual([]);
    expect(await readFile(join(folder, 'LICENSE'), 'utf8')).toBe(await readFile('LICENSE', 'utf8'));
  });

  test('is in order, says publint', async () => {
    const { buffer } = new Uint8Array(await readFile(tarball(folder)));
    expect((await publint({ pack: { tarball: buffer }, strict: true })).messages).toEqual([]);
  });
});

test.each(typed)('attw finds the types of %s', async (folder) => {
  const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
  const { stdout } = await run('attw', [tarball(folder), ...options]);
  expect(stdout).toContain('node16 (from ESM): 🟢 (ESM)');
});

test('the server runs from its tarball in another folder, and the client uses it', async () => {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary];
  const theirs = ['openapi-fetch', 'openapi-typescript-helpers'].map((name) => `./node_modules/${name}`);
  const { stdout: json } = await run('npm', [...pack, ...theirs]);
  const others = Object.values<Packed>(JSON.parse(json)).map(({ filename }) => join(temporary, filename));
  const ours = ['packages/types', 'packages/client', 'packages/http', 'apps/server'].map(tarball);
  await writeFile(join(temporary, 'package.json'), '{ "private": true, "type": "module" }');
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', 'cache'];
  await run('npm', [...install, ...ours, ...others], { cwd: temporary });

  await writeFile(
    join(temporary, 'app.js'),
    `import { fromEnvironment } from '@tfe-admin-runs/client';
    const adminRuns = fromEnvironment();
    for await (const run of adminRuns.iterate({ status: ['planning'] })) {
      console.log((await adminRuns.forceCancel(run.id, { comment: 'stuck' })).attributes.status);
    }`,
  );
  const command = ['tfe-admin-runs-server', '--', 'node', 'app.js'];
  expect((await run('npx', command, { cwd: temporary })).stdout).toBe('canceled\n');
});
