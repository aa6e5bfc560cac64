// `npm run breaking`: fails if the document breaks what the last release promised, unless a major changeset explains it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChangesets } from '@changesets/read';
import { bundle } from '../openapi/build.ts';

const released = fileURLToPath(new URL('../openapi/released/openapi.yaml', import.meta.url));
const rules = fileURLToPath(new URL('../openapi/released/redocly.yaml', import.meta.url));

interface Report {
  changes: { impact: 'major' | 'minor' | 'patch'; path: string; verdicts: Verdict[] }[];
}

interface Verdict {
  ruleId: string;
  impact: string;
  message: string;
}

/** Lists what can break a client of the released document, a line for each change. */
export function breakingChanges(revision: string): string[] {
  const options = ['--config', rules, '--format', 'json', '--fail-on', 'none'];
  const { status, stdout, stderr } = spawnSync('redocly', ['diff', released, revision, ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`redocly diff failed: ${stderr}`);
  const { changes }: Report = JSON.parse(stdout);
  return changes
    .filter(({ impact }) => impact === 'major')
    .flatMap(({ path, verdicts }) => verdicts.map(({ ruleId, message }) => `${message} (${ruleId}, ${path})`));
}

/** Whether a waiting changeset announces a major release of the document, and says why. */
export async function isExplained(root: string): Promise<boolean> {
  const changesets = await readChangesets(root);
  return changesets.some(({ summary, releases }) => {
    const major = releases.some(({ name, type }) => name === '@tfe-admin-runs/openapi' && type === 'major');
    return major && summary.trim() !== '';
  });
}

/** Gives what to tell the author of a breaking change that no changeset explains. */
export async function findProblem({ revision, root }: { revision: string; root: string }): Promise<string | undefined> {
  const changes = breakingChanges(revision);
  if (changes.length === 0 || (await isExplained(root))) return undefined;
  return `The document breaks clients of the last release, openapi/released/openapi.yaml:

${changes.map((change) => `  - ${change}`).join('\n')}

Keep what was released, or run \`npx changeset\`, choose a major release of @tfe-admin-runs/openapi, and tell its users
what to change.`;
}

if (import.meta.main) {
  // Bundles are compared, because what Redocly adds to them is part of the promise.
  const folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-'));
  bundle('openapi.yaml', folder);
  const problem = await findProblem({ revision: join(folder, 'openapi.yaml'), root: '.' });
  rmSync(folder, { recursive: true });
  if (problem) {
    console.error(problem);
    process.exitCode = 1;
  }
}
