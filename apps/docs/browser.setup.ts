// Vitest's global set-up: unpacks the Chromium that npm installed, once, before test files in parallel would.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

export default function unpackBrowser() {
  if (process.env.CHROMIUM_PATH || platform !== 'linux' || arch !== 'x64') return;
  const require = createRequire(import.meta.url);
  const { version } = require(join(require.resolve('@sparticuz/chromium'), '../../package.json'));
  const folder = join(tmpdir(), `sparticuz-chromium-${version}-${process.getuid?.()}`);
  if (!existsSync(folder)) {
    // The package unpacks into the temporary folder, and takes whatever lies there for done: so give it one of its own,
    // and rename that when it is whole.
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
      rmSync(unpacked, { recursive: true }); // another run was faster
    }
  }
  process.env.CHROMIUM_PATH = join(folder, 'chromium');
}
