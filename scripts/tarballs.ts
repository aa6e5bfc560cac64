// `npm run tarballs`: packs every package that is published into tarballs/, for the Containerfile.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

const manifests = globSync('{openapi,packages/*}/package.json');
const published = manifests.filter((file) => !JSON.parse(readFileSync(file, 'utf8')).private);

rmSync('tarballs', { recursive: true, force: true });
mkdirSync('tarballs');
const folders = published.map((file) => `./${dirname(file)}`);
execFileSync('npm', ['pack', '--silent', '--pack-destination', 'tarballs', ...folders], { stdio: 'inherit' });
