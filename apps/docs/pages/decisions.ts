import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedPage } from './page.ts';

const folder = fileURLToPath(new URL('../../../decisions/', import.meta.url));

/** A page for each decision of the repository, and one that lists them. */
export function decisionPages(): GeneratedPage[] {
  const decisions = globSync('*.md', { cwd: folder }).sort().map(readDecision);
  const list = decisions.map(({ path, title }) => `- [${title}](${basename(path)}.md)`);
  return [
    {
      path: 'decisions/index',
      title: 'Decisions',
      description: 'Why the document, the client, the mock and the server are as they are: one page for each decision.',
      markdown: `# Decisions\n\nWhat was decided, why, and what follows from it.\n\n${list.join('\n')}`,
    },
    ...decisions,
  ];
}

function readDecision(file: string): GeneratedPage {
  const markdown = readFileSync(`${folder}${file}`, 'utf8');
  const [, title] = /^# (.+)$/m.exec(markdown) ?? [];
  const [, what] = /^\*\*What\.\*\* (.+?\.)(?= |$)/m.exec(markdown) ?? [];
  if (!title || !what) throw new Error(`decisions/${file} needs a title and a paragraph that begins with **What.**`);
  const plain = (text: string) => text.replaceAll('`', '');
  return { path: `decisions/${basename(file, '.md')}`, title: plain(title), description: plain(what), markdown };
}
