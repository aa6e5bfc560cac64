// `npm run rehearse`: a release from beginning to end, in a copy of the repository, to a registry on this machine: versions,
// builds, publishes, installs into an empty project, and uses every package there.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { pack, publishedPackages } from '@tfe-admin-runs/testing/packages';
import { startRegistry } from '@tfe-admin-runs/testing/registry';
import { copyRepository } from '@tfe-admin-runs/testing/repository-copy';

const run = promisify(execFile);
const root = process.cwd();
const names = Object.keys(publishedPackages);
const temporary = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-rehearsal-'));
const copy = join(temporary, 'repository');
const project = join(temporary, 'project');
await using registry = await startRegistry();
const env = {
  ...process.env,
  ...registry.env,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_CACHE_DIR: join(root, '.turbo/cache'),
};

try {
  await step('copy the repository', prepareRepository);
  const version = await step('raise the versions', raiseVersions);
  await step('build', () => inCopy('npm', 'run', 'build'));
  await step('publish the dependencies of other people', publishDependencies);
  await step('pack', () => inCopy('npm', 'run', 'tarballs'));
  await step('list what is unpublished', assertAllUnpublished);
  await step('publish', () => inCopy(process.execPath, 'scripts/publish.ts', 'tarballs'));
  await step('publish again, which changes nothing', publishAgain);
  await step('install', () => install(version));
  await step('use every package', useEveryPackage);
  await step('run the mock by npx', runByNpx);
  await step('write the bill of materials', writeBillOfMaterials);
} finally {
  await rm(temporary, { recursive: true });
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work().catch((error) => {
    throw new Error(`the rehearsal failed: ${what}\n${error.stdout ?? ''}${error.stderr ?? ''}`, { cause: error });
  });
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

async function inFolder(cwd: string, file: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(file, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function inCopy(file: string, ...args: string[]) {
  return inFolder(copy, file, ...args);
}

async function prepareRepository() {
  copyRepository(copy);
  // Changesets and Turborepo ask git.
  await inCopy('git', 'init', '--quiet');
  await commit('Rehearse');
}

async function commit(message: string) {
  await inCopy('git', 'add', '--all');
  const author = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@example.com'];
  await inCopy('git', ...author, 'commit', '--quiet', '--no-verify', '--message', message);
}

async function raiseVersions(): Promise<string> {
  const changeset = `---\n"${names[0]}": minor\n---\n\nA rehearsal.\n`;
  await writeFile(join(copy, '.changeset/rehearsal.md'), changeset);
  await commit('Add a changeset');
  await inCopy('npm', 'run', 'release');
  const versions = await Promise.all(Object.values(publishedPackages).map(versionIn));
  const [version = '', ...others] = new Set(versions);
  if (others.length > 0) throw new Error(`the packages have several versions: ${versions.join(', ')}`);
  await assertReleased(version);
  await commit('Version packages');
  return version;
}

async function versionIn(folder: string): Promise<string> {
  return JSON.parse(await readFile(join(copy, folder, 'package.json'), 'utf8')).version;
}

/** Everything that states the version must have the new one. */
async function assertReleased(version: string) {
  if (version === (await versionIn('.').catch(() => ''))) throw new Error('no version was raised');
  for (const file of ['openapi/openapi.yaml', 'openapi/released/openapi.yaml', 'packages/client/src/version.ts']) {
    const text = await readFile(join(copy, file), 'utf8');
    if (!text.includes(version)) throw new Error(`${file} does not state ${version}`);
  }
}

async function publishDependencies() {
  const tarballs = await pack(temporary, [...names, 'pg', '@types/node']);
  await registry.publish([...tarballs.values()].filter(({ name }) => !names.includes(name)));
}

/** After an interruption the script is run again: nothing may be published twice. */
async function publishAgain() {
  await inCopy(process.execPath, 'scripts/publish.ts', 'tarballs');
  const listed = await inCopy(process.execPath, 'scripts/publish.ts', '--list', 'tarballs');
  if (listed !== '') throw new Error(`not published: ${listed}`);
}

/** Nothing has been published yet: the list that the workflow makes has everything, a package after its dependencies. */
async function assertAllUnpublished() {
  const listed = (await inCopy(process.execPath, 'scripts/publish.ts', '--list', 'tarballs')).trim().split('\n');
  const [types, client] = ['types', 'client'].map((name) => listed.findIndex((spec) => spec.includes(`/${name}@`)));
  if (listed.length !== names.length || (types as number) > (client as number)) throw new Error(`listed: ${listed}`);
}

async function install(version: string) {
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "name": "rehearsal", "version": "1.0.0", "type": "module" }');
  await inFolder(project, 'npm', 'install', ...names, '@types/node');
  for (const name of names) {
    const folder = join(project, 'node_modules', name);
    const { version: installed } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (installed !== version) throw new Error(`${name} is ${installed}, not ${version}`);
    if (!(await readFile(join(folder, 'CHANGELOG.md'), 'utf8')).includes(`\n## ${version}\n`))
      throw new Error(`the CHANGELOG.md of ${name} has nothing about this version`);
  }
}

/** The programs of `packages/contract/consumers`, which its tests compile too. */
async function useEveryPackage() {
  const consumers = join(root, 'packages/contract/consumers');
  for (const file of await readdir(consumers)) {
    await cp(join(consumers, file), join(project, file));
    const command = ['--', process.execPath, basename(file)];
    const printed = await inFolder(project, 'npx', 'tfe-admin-runs-mock', ...command);
    if (printed === '') throw new Error(`${file} printed nothing`);
  }
}

async function runByNpx() {
  const folder = join(temporary, 'empty');
  await mkdir(folder);
  await inFolder(folder, 'npx', '--yes', '@tfe-admin-runs/mock', '--', process.execPath, '--version');
}

async function writeBillOfMaterials() {
  const { components } = JSON.parse(await inFolder(project, 'npm', 'sbom', '--sbom-format', 'cyclonedx'));
  const listed = components.map(({ group, name }: { group?: string; name: string }) =>
    group ? `${group}/${name}` : name,
  );
  const missing = names.filter((name) => !listed.includes(name));
  if (missing.length > 0) throw new Error(`not in the bill of materials: ${missing.join(', ')}`);
}
