// `npm run build`: writes the bundles into dist/, and copies the workflow beside them, which refers to one of them.
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The files in dist/, and how Redocly makes them: the name of an API in redocly.yaml, and options. */
export const bundles = {
  'openapi.yaml': ['main'],
  'openapi.json': ['main'],
  'openapi.dereferenced.json': ['main', '--dereferenced'],
  'openapi-3.0.yaml': ['portable'],
  'openapi-3.0.json': ['portable'],
};

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Writes one of the bundles into a folder. */
export function bundle(name: keyof typeof bundles, folder: string) {
  const redocly = fileURLToPath(import.meta.resolve('@redocly/cli/bin/cli.js'));
  const options = ['--config', path('../redocly.yaml'), '--output', `${folder}/${name}`];
  execFileSync(process.execPath, [redocly, 'bundle', ...bundles[name], ...options], { cwd: path('.'), stdio: 'pipe' });
}

if (import.meta.main) {
  for (const name of Object.keys(bundles)) bundle(name as keyof typeof bundles, path('dist'));
  cpSync(path('stuck-run.arazzo.yaml'), path('dist/stuck-run.arazzo.yaml'));
}
