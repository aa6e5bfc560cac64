import { cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CollectionItem, Eleventy } from '@11ty/eleventy';
import { buildSync } from 'esbuild';
import { project } from './document.ts';
import { llmsFull, llmsList } from './llms.ts';
import { createMarkdown } from './markdown.ts';
import { navigation } from './navigation.ts';
import { changesPage } from './pages/changes.ts';
import { decisionPages } from './pages/decisions.ts';
import { errorsPage } from './pages/errors.ts';
import { lifeCycle } from './pages/life-cycle.ts';
import { packagePages } from './pages/packages.ts';
import type { GeneratedPage, RenderedPage } from './pages/page.ts';
import { printPage } from './pages/print.ts';
import { statusesPage } from './pages/statuses.ts';
import { sectionsOf } from './search-index.ts';

const source = fileURLToPath(new URL('site', import.meta.url));

/** Builds the guides and the generated pages into a folder, each also as Markdown, with their search index. */
export async function buildSite(folder: string) {
  const drawn = { 'assets/life-cycle.svg': lifeCycle() };
  const generated = generatedPages();
  const pages = await renderPages(generated, drawn);

  write(folder, drawn);
  for (const { pictures = {} } of generated)
    for (const [address, path] of Object.entries(pictures)) cpSync(path, join(folder, address));
  for (const { path, html, markdown } of pages.values())
    write(folder, { [`${path}.html`]: html, [`${path}.md`]: markdown });
  write(folder, {
    'llms.txt': llmsList(pages),
    'llms-full.txt': llmsFull(pages),
    'assets/search-index.js': searchIndex(pages),
  });

  cpSync(join(source, 'assets'), join(folder, 'assets'), { recursive: true });
  // search.js contains MiniSearch, whose license must go with it.
  const minisearch = dirname(findPackageJSON('minisearch', import.meta.url) as string);
  cpSync(join(minisearch, 'LICENSE.txt'), join(folder, 'assets/minisearch-license.txt'));
  buildSync({
    entryPoints: globSync(join(source, 'scripts/*.ts')),
    outdir: join(folder, 'assets'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function write(folder: string, files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Renders all pages, by path. */
async function renderPages(
  generated: GeneratedPage[],
  drawn: Record<string, string>,
): Promise<Map<string, RenderedPage>> {
  let items: CollectionItem[] = [];
  // Eleventy takes no absolute path.
  const eleventy = new Eleventy(relative('', source), undefined, {
    quietMode: true,
    configPath: null,
    config(configuration) {
      configuration.setUseGitIgnore(false);
      configuration.setLayoutsDirectory('_layouts');
      configuration.setLibrary('md', createMarkdown(drawn));
      configuration.addGlobalData('layout', 'page.njk');
      configuration.addGlobalData(
        'permalink',
        () =>
          ({ page }: CollectionItem) =>
            `${pathOf(page)}.html`,
      );
      configuration.addGlobalData('project', project);
      configuration.addGlobalData('navigation', navigation);
      for (const { path, title, description, markdown } of generated)
        configuration.addTemplate(`${path}.md`, markdown, { title, description });
      configuration.addCollection('pages', (api) => {
        items = api.getAll();
        return items;
      });
      configuration.addFilter('relative', relativeTo);
      configuration.addFilter('headingsOf', headingsOf);
      configuration.addFilter('titleOf', (path) => titleOf(path, items));
      // Examples have {{ }} and {% %}, which are no templates.
      return { markdownTemplateEngine: false, htmlTemplateEngine: 'njk' };
    },
  });
  eleventy.disableLogger();
  const rendered = new Map((await eleventy.toJSON()).map(({ url, content }) => [url, content]));
  const pages = items.map(({ url, page, rawInput: markdown, data: { title, description } }) => {
    return { path: pathOf(page), title, description, markdown, html: rendered.get(url) ?? '' };
  });
  // Eleventy's own order depends on the time at which each page was read.
  pages.sort((a, b) => a.path.localeCompare(b.path));
  return new Map(pages.map((page) => [page.path, page]));
}

function generatedPages(): GeneratedPage[] {
  return [errorsPage(), statusesPage(), ...packagePages(), printPage(), changesPage(), ...decisionPages()];
}

function pathOf({ filePathStem }: { filePathStem: string }): string {
  return filePathStem.slice(1);
}

/** An address in the site, relative to the page that shows it: so the site works below any path, and from files. */
function relativeTo(this: { page: { filePathStem: string } }, target: string): string {
  return posix.relative(posix.dirname(pathOf(this.page)), target);
}

function titleOf(path: string, items: CollectionItem[]): string {
  // The reference is no page of Eleventy's.
  if (path === 'reference/index') return 'API reference';
  const item = items.find(({ page }) => pathOf(page) === path);
  if (!item) throw new Error(`navigation.ts lists ${path}, which is no page`);
  return item.data.title;
}

/** The headings of the second level, for the list of contents beside a page. */
function headingsOf(html: string) {
  return [...html.matchAll(/<h2 id="([^"]*)">(.*?)<\/h2>/gs)].map(([, id, title]) => ({ id, title }));
}

function searchIndex(pages: Map<string, RenderedPage>): string {
  const sections = [...pages.values()].flatMap(({ path, title, html }) => {
    const [, main = ''] = /<article>(.*)<\/article>/s.exec(html) ?? [];
    return sectionsOf({ path, title, html: main });
  });
  // A script, because a page that was opened as a file cannot fetch.
  return `globalThis.searchIndex = ${JSON.stringify(sections)};\n`;
}
