import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publishedFiles } from './document.ts';
import { deadLinks } from './links.ts';
import { buildReference } from './reference/build.ts';
import { buildSite } from './site.ts';

/** Builds the site: one folder of static files. */
export async function buildDocs(folder: string) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, path] of Object.entries(publishedFiles)) cpSync(path, join(folder, name));
  buildReference(join(folder, 'reference'));
  await buildSite(folder);

  const dead = deadLinks(folder);
  if (dead.length > 0) throw new Error(`Links that lead nowhere:\n  ${dead.join('\n  ')}`);
}

if (import.meta.main) await buildDocs(fileURLToPath(new URL('dist', import.meta.url)));
