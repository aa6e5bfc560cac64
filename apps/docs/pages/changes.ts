import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackages } from './packages.ts';
import type { GeneratedPage } from './page.ts';

const changesets = fileURLToPath(new URL('../../../.changeset/', import.meta.url));

/** What changed in the packages: the changesets that wait for the next release, and the changelogs. */
export function changesPage(): GeneratedPage {
  const sections = [nextRelease(), ...listPackages().map(({ name, folder }) => changelog(name, folder))];
  return {
    path: 'changes',
    title: 'Changes',
    description: 'What changed in each version of the packages, and in the API itself.',
    markdown: `# Changes

${apiHistory}

${sections.filter((section) => section !== '').join('\n\n')}`,
  };
}

/** From HashiCorp's pages and its Go client; the document marks each parameter that came later. */
const apiHistory = `## Terraform Enterprise

| since     | what changed in the API                                                                                    |
| --------- | ---------------------------------------------------------------------------------------------------------- |
| 2018-07   | The two endpoints appear, as a beta.                                                                       |
| 2018-08   | A force-cancel can have a \`comment\`.                                                                     |
| 2019-09   | The documented statuses grow to the 18 of today.                                                           |
| 2022-06   | \`include\` knows \`workspace.organization.owners\`.                                                       |
| mid-2024  | \`filter[from]\` and \`filter[to]\`. Older installations ignore both, and list all runs.                   |
| 2.0, 2026 | New tokens always expire, by default after 24 months: a 401 can be an expired token.                       |`;

function nextRelease(): string {
  const waiting = globSync('*.md', { cwd: changesets, exclude: ['README.md'] }).sort();
  if (waiting.length === 0) return '';
  const notes = waiting.map((file) => {
    const [, front = '', note = ''] =
      /^---\n(.*?)^---\n(.*)$/ms.exec(readFileSync(join(changesets, file), 'utf8')) ?? [];
    const names = [...front.matchAll(/^['"]?(@[^'":]+)['"]?: *(\w+)/gm)].map(
      ([, name, level]) => `\`${name}\` (${level})`,
    );
    if (names.length === 0) throw new Error(`.changeset/${basename(file)} names no package`);
    return `- ${names.join(', ')}: ${note.trim().replaceAll('\n', '\n  ')}`;
  });
  return `## Next release\n\n${notes.join('\n')}`;
}

function changelog(name: string, folder: string | undefined): string {
  const file = folder && join(folder, 'CHANGELOG.md');
  if (!file || !existsSync(file)) return '';
  const versions = readFileSync(file, 'utf8')
    .replace(/^# .*\n/, '')
    .replaceAll(/^##/gm, '###')
    .trim();
  return `## ${name}\n\n${versions}`;
}
