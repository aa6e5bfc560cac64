import { project, publishedFiles } from './document.ts';
import { navigation } from './navigation.ts';
import type { RenderedPage } from './pages/page.ts';

/** The list of all pages as Markdown, in the form of llmstxt.org. */
export function llmsList(pages: Map<string, RenderedPage>): string {
  const sections = navigation.map(({ title, pages: paths }) => {
    const entries = paths.map((path) => pages.get(path)).filter((page) => page !== undefined);
    return [
      `## ${title}`,
      '',
      ...entries.map(({ path, title, description }) => `- [${title}](${path}.md): ${description}`),
    ];
  });
  const files = Object.keys(publishedFiles).map((name) => `- [${name}](${name})`);
  const blocks = [[`# ${project.name}`, '', `> ${project.description}`], ...sections, ['## OpenAPI', '', ...files]];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** All pages of the menu in one file. */
export function llmsFull(pages: Map<string, RenderedPage>): string {
  const paths = navigation.flatMap(({ pages }) => pages);
  return `${paths.flatMap((path) => pages.get(path)?.markdown.trim() ?? []).join('\n\n')}\n`;
}
