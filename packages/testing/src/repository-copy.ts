import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ours = 'node_modules/@tfe-admin-runs';

/**
 * Copies the repository's files, without what is ignored by git, and links the installed packages; those of the repository
 * lead to their copies.
 */
export function copyRepository(folder: string): void {
  const options = ['--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', ['ls-files', ...options], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files) if (file && existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));

  mkdirSync(join(folder, ours), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const path = join('node_modules', name);
    if (path !== ours) symlinkSync(join(root, path), join(folder, path));
  }
  for (const name of readdirSync(join(root, ours)))
    symlinkSync(readlinkSync(join(root, ours, name)), join(folder, ours, name));
  // npm puts a version that differs from that of the root here.
  for (const path of globSync('{openapi,packages/*,apps/*}/node_modules', { cwd: root })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
}
