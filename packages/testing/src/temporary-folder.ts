import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates a folder that is removed at the end of the block, with `using`. */
export function temporaryFolder(parent = tmpdir()) {
  const path = mkdtempSync(join(parent, 'tfe-admin-runs-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
