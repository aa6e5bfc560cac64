// Runs each example as its reader does: copied to an empty folder, with our packages installed from tarballs, by its own
// scripts. Its other dependencies are linked from this repository, so that no network is needed.
import { execFile } from 'node:child_process';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  installTarballs,
  type PublishedPackage,
  pack,
  publishedPackages,
  sourcesOf,
  type Tarball,
} from '@tfe-admin-runs/testing/packages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const examples = join(root, 'examples');

let temporary: string;
let tarballs: Map<string, Tarball>;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-examples-'));
  tarballs = await pack(temporary, Object.keys(publishedPackages));
});
afterAll(() => rm(temporary, { recursive: true }));

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bin?: string | Record<string, string>;
}

function dependenciesOf(manifest: Manifest): [name: string, range: string][] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
}

/** Copies an example to an empty folder, and installs what its manifest lists. */
async function install(example: string): Promise<string> {
  const folder = join(temporary, example);
  const text = await readFile(join(examples, example, 'package.json'), 'utf8');
  const names = dependenciesOf(JSON.parse(text)).map(([name]) => name);
  const isOurs = (name: string) => name in publishedPackages;
  await mkdir(folder);
  const ours = await sourcesOf(names.filter(isOurs));
  await installTarballs(
    folder,
    [...ours.keys()].map((name) => tarballs.get(name) as Tarball),
  );
  await rm(join(folder, 'package-lock.json'));
  await cp(join(examples, example), folder, { recursive: true });
  const modules = join(folder, 'node_modules');
  const provide = names.includes('next') ? copyWithDependencies : link;
  for (const name of names.filter((name) => !isOurs(name))) await provide(name, modules);
  return folder;
}

/** Next.js follows no link that leads out of the project. */
async function copyWithDependencies(name: string, modules: string) {
  const source = join(root, 'node_modules', name);
  if (existsSync(join(modules, name)) || !existsSync(source)) return;
  await cp(source, join(modules, name), { recursive: true, mode: constants.COPYFILE_FICLONE });
  const manifest: Manifest = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  await linkCommands(name, manifest, modules);
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  for (const dependency of dependencies) await copyWithDependencies(dependency, modules);
}

async function link(name: string, modules: string) {
  const source = join(root, 'node_modules', name);
  await mkdir(dirname(join(modules, name)), { recursive: true });
  await symlink(source, join(modules, name));
  await linkCommands(name, JSON.parse(await readFile(join(source, 'package.json'), 'utf8')), modules);
}

async function linkCommands(name: string, { bin = {} }: Manifest, modules: string) {
  const commands = typeof bin === 'string' ? { [name.replace(/^@.*\//, '')]: bin } : bin;
  for (const [command, file] of Object.entries(commands))
    await symlink(join(modules, name, file), join(modules, '.bin', command));
}

/** An environment like that of a reader: without variables of this test run, without color and telemetry. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|npm_)/.test(name));
  return { ...Object.fromEntries(own), CI: 'true', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' };
}

async function runIn(folder: string, file: string, ...args: string[]): Promise<string> {
  const options = { cwd: folder, env: environment(), encoding: 'utf8' } as const;
  const { stdout, stderr } = await run(file, args, options).catch((error) => {
    throw new Error(error.stdout + error.stderr);
  });
  return stdout + stderr;
}

/** What `npm test` prints in each example. */
const printed: Record<string, RegExp> = {
  vitest: /Tests +1 passed/,
  jest: /Tests: +1 passed/,
  'node-test': /pass 2\n.*fail 0/s,
  playwright: /1 passed/,
  shell: /^run-VCsNJXa59eUza53R$/m,
  'gitlab-ci': /pass 1\n.*fail 0/s,
  nextjs: /the route handler lists the stuck runs/,
  typescript:
    /^run-8uGJbT4yNsVd6MxA of network-prod is planning for 9 h\nNot canceled: run-4kPzXw2RvHqF7bNc is applying.*\nrun-8uGJbT4yNsVd6MxA is now canceled$/m,
};

const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const names = folders.map(({ name }) => name);

describe.each(names)('examples/%s', (name) => {
  test('runs in an empty folder', async () => {
    const folder = await install(name);
    expect(await runIn(folder, 'npm', 'test')).toMatch(printed[name] ?? 'a line that this test must know');
  });

  test('asks for the versions that are published from here', () => {
    const manifest: Manifest = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'));
    for (const [dependency, range] of dependenciesOf(manifest)) {
      const source = publishedPackages[dependency as PublishedPackage] ?? `node_modules/${dependency}`;
      const { version } = JSON.parse(readFileSync(join(root, source, 'package.json'), 'utf8'));
      expect(range, dependency).toBe(`^${version}`);
    }
  });

  test('is listed in the README', () => {
    expect(readFileSync(join(examples, 'README.md'), 'utf8')).toContain(`[\`${name}\`](${name})`);
  });
});

test('the script of the job for GitLab passes as a runner runs it', async () => {
  const folder = join(temporary, 'gitlab-ci');
  const { test: job } = parse(await readFile(join(folder, '.gitlab-ci.yml'), 'utf8'));
  expect(job.before_script).toEqual(['npm ci']); // `install` has done that, without a network.
  await writeFile(join(temporary, 'job.sh'), job.script.join('\n'));
  expect(await runIn(folder, 'bash', '-eo', 'pipefail', join(temporary, 'job.sh'))).toMatch(
    printed['gitlab-ci'] as RegExp,
  );
});
