// Vitest's global setup: unpacks the Chromium that npm installed, once, before several test files do.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

export default function unpackBrowser() {
  if (process.env.CHROMIUM_PATH || platform !== 'linux' || arch !== 'x64') return;
  const manifest = findPackageJSON('@sparticuz/chromium', import.meta.url) as string;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = join(tmpdir(), `sparticuz-chromium-${version}-${process.getuid?.()}`);
  if (!existsSync(folder)) {
    // The package unpacks into the temporary folder, and uses what is already there. So give it a new folder, and rename
    // that when it is complete.
    const unpacked = mkdtempSync(`${folder}-`);
    const program = "await (await import('@sparticuz/chromium')).default.executablePath()";
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: unpacked },
    });
    try {
      renameSync(unpacked, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(unpacked, { recursive: true }); // Another run was faster.
    }
  }
  process.env.CHROMIUM_PATH = join(folder, 'chromium');
}
