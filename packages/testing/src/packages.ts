import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The packages that are published, and the folders of their sources. */
export const publishedPackages = {
  '@tfe-admin-runs/openapi': 'openapi',
  '@tfe-admin-runs/types': 'packages/types',
  '@tfe-admin-runs/client': 'packages/client',
  '@tfe-admin-runs/mock': 'packages/mock',
  '@tfe-admin-runs/server': 'packages/server',
  '@tfe-admin-runs/cli': 'packages/cli',
} as const;

export type PublishedPackage = keyof typeof publishedPackages;

export interface Tarball {
  name: string;
  /** The path of the tarball. */
  path: string;
  /** The paths of the files in it. */
  files: string[];
  /** The size of the installed package in bytes. */
  unpackedSize: number;
}

/** What `npm pack --json` prints of a package. */
interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
  unpackedSize: number;
}

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

/**
 * Packs packages into a folder, each with everything that it depends on, so that they can be installed without a
 * network. Returns the tarballs by the name of the package.
 */
export async function pack(folder: string, names: readonly string[]): Promise<Map<string, Tarball>> {
  const paths = [...(await sourcesOf(names)).values()];
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', ['pack', ...options, ...paths], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  const packed: Packed[] = Object.values(JSON.parse(stdout));
  return new Map(
    packed.map(({ name, filename, files, unpackedSize }) => [
      name,
      { name, path: join(folder, filename), files: files.map(({ path }) => path), unpackedSize },
    ]),
  );
}

/** The folders of packages and of everything that they depend on, by name. */
export async function sourcesOf(names: readonly string[]): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  for (const name of names) await addSources(name, sources);
  return sources;
}

async function addSources(name: string, sources: Map<string, string>): Promise<void> {
  if (sources.has(name)) return;
  const source = publishedPackages[name as PublishedPackage] ?? `node_modules/${name}`;
  sources.set(name, `./${source}`);
  const manifest: Manifest = JSON.parse(await readFile(join(root, source, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) await addSources(dependency, sources);
}

/** Installs tarballs into a folder, which becomes an empty project. Needs no network. */
export async function installTarballs(folder: string, tarballs: Iterable<Tarball>): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const options = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', join(folder, 'cache')];
  const paths = [...tarballs].map(({ path }) => path);
  await run('npm', ['install', ...options, ...paths], { cwd: folder });
}

/** Creates an empty project with packages installed from their tarballs. The caller removes it. */
export async function installPacked(names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-installed-'));
  await installTarballs(folder, (await pack(folder, names)).values());
  return folder;
}
