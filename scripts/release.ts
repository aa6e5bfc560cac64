// `npm run release`: raises the versions by the waiting changesets, repeats them where a file states one, and keeps the
// document as what `npm run breaking` compares the next ones with.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundle } from '../openapi/build.ts';

try {
  execFileSync('changeset', ['version'], { stdio: 'inherit' });
} catch {
  process.exit(1); // changeset has said why
}
replace('openapi/openapi.yaml', /^( {2}version: ).+$/m, versionOf('openapi'));
replace('packages/client/src/version.ts', /(version = ').+(?=')/, versionOf('packages/client'));
for (const file of globSync('examples/*/package.json'))
  replace(file, /("@tfe-admin-runs\/\w+": "\^)[^"]+/g, versionOf('packages/client'));
execFileSync('npm', ['install', '--package-lock-only'], { stdio: 'inherit' });
execFileSync('npm', ['run', 'generate'], { stdio: 'inherit' });
bundle('openapi.yaml', resolve('openapi/released'));

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version;
}

function replace(file: string, pattern: RegExp, version: string) {
  writeFileSync(file, readFileSync(file, 'utf8').replace(pattern, `$1${version}`));
}
