// `node ../../scripts/build.ts`, in the folder of a package that is published: builds it into `dist`. tsc writes the
// declarations of a package that can be imported, and its JavaScript unless it has a command: then esbuild bundles it,
// with everything that is not in its `dependencies`. `--alias NAME=PACKAGE` bundles a package in place of a module, as
// esbuild's option does.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { billOfMaterials, licensesOf, thirdPartyPackages } from './build/third-party.ts';

interface Manifest {
  name: string;
  version: string;
  bin?: Record<string, string>;
  exports?: Record<string, unknown>;
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const manifest = readManifest('.');
const { alias: aliases } = parseArgs({ options: { alias: { type: 'string', multiple: true, default: [] } } }).values;

rmSync('dist', { recursive: true, force: true });
const hasModule = manifest.exports?.['.'] !== undefined;
if (hasModule) compile();
if (manifest.bin) {
  if (hasModule) removeUnreachableDeclarations();
  describeBundle(await bundle());
  copyAssets();
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function compile() {
  const { status } = spawnSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1); // tsc has said why.
}

/** Internal modules have declarations too, and some of them name private packages: keeps what `index.d.ts` leads to. */
function removeUnreachableDeclarations() {
  const reachable = new Set<string>();
  function visit(file: string) {
    if (reachable.has(file)) return;
    reachable.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from |import\()'(\.[^']*)\.ts'/g))
      visit(join(dirname(file), `${path}.d.ts`));
  }
  visit('dist/index.d.ts');
  for (const file of globSync('dist/**/*.d.ts')) {
    if (reachable.has(file)) continue;
    rmSync(file);
    rmSync(`${file}.map`);
  }
}

async function bundle(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: globSync('src/{index,cli,worker,fill}.ts'),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: `node${oldestNode()}`,
    external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    // The UMD form of some packages requires files by a computed name.
    mainFields: ['module', 'main'],
    alias: Object.fromEntries(aliases.map((alias) => alias.split('='))),
    // CommonJS packages require modules of Node.
    banner: {
      js: "import { createRequire as createBundleRequire } from 'node:module'; const require = createBundleRequire(import.meta.url);",
    },
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** The major version of the oldest Node that the package runs on. */
function oldestNode(): number {
  const [major] = /\d+/.exec(manifest.engines?.node ?? '') ?? [];
  if (major === undefined) throw new Error(`${manifest.name} does not say in its engines which Node it needs`);
  return Number(major);
}

/** Writes what the bundle contains of other people, for lawyers and for scanners. */
function describeBundle(metafile: Metafile) {
  const packages = thirdPartyPackages(metafile);
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(packages));
  writeFileSync('dist/sbom.cdx.json', JSON.stringify(billOfMaterials(manifest, packages), null, 2));
}

/** Copies what is read at run time: everything below `src` that is neither TypeScript nor a snapshot of a test. */
function copyAssets() {
  for (const file of globSync('src/**/*.*', { exclude: (path) => /\.(ts|snap)$/.test(path) }))
    cpSync(file, file.replace(/^src/, 'dist'));
}
