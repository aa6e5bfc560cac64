// `node scripts/publish.ts FOLDER`: publishes the tarballs in a folder, a package after those that it depends on. It leaves
// out the versions that are published already, so that it can be run again when it was interrupted. `--list` only prints
// what it would publish. In the release workflow it is all that runs where npm trusts: it needs no dependency, and builds
// nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

interface Tarball {
  file: string;
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [folder = 'tarballs'] = positionals;
const tarballs = globSync(`${folder}/*.tgz`).sort().map(read);
if (tarballs.length === 0) throw new Error(`no tarballs in ${folder}: run \`npm run tarballs\``);

for (const { file, name, version } of inOrder(tarballs)) {
  const spec = `${name}@${version}`;
  if (isPublished(spec)) console.error(`${spec} is published already`);
  else if (values.list) console.log(spec);
  else execFileSync('npm', ['publish', resolve(file), '--access', 'public'], { stdio: 'inherit' });
}

function read(file: string): Tarball {
  return { file, ...JSON.parse(execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' })) };
}

/** Nobody may install a version whose dependencies are not there yet. */
function inOrder(waiting: Tarball[]): Tarball[] {
  const ready = waiting.filter(({ dependencies = {} }) => waiting.every(({ name }) => !(name in dependencies)));
  if (ready.length === 0) return waiting;
  return [...ready, ...inOrder(waiting.filter((tarball) => !ready.includes(tarball)))];
}

function isPublished(spec: string): boolean {
  const { status, stdout, stderr } = spawnSync('npm', ['view', spec, 'version', '--loglevel=error'], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim() !== '';
  if (stderr.includes('E404')) return false;
  throw new Error(`cannot find out whether ${spec} is published: ${stderr}`);
}
