import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { GeneratedPage } from './page.ts';

/** The packages that are published, in the order of the menu, and the pages that their READMEs become. */
const packages = [
  { name: '@tfe-admin-runs/cli', path: 'command-line', title: 'Command line' },
  { name: '@tfe-admin-runs/client', path: 'client', title: 'Client' },
  { name: '@tfe-admin-runs/types', path: 'types', title: 'Types' },
  { name: '@tfe-admin-runs/mock', path: 'mock', title: 'Mock in CI' },
  { name: '@tfe-admin-runs/server', path: 'server', title: 'Local server' },
  { name: '@tfe-admin-runs/openapi', path: 'languages', title: 'Other languages' },
];

export interface Package {
  name: string;
  /** Where its page stands in the site, without extension. */
  path: string;
  title: string;
  /** Its folder; undefined if the repository does not have it yet. */
  folder: string | undefined;
}

export function listPackages(): Package[] {
  return packages.map((each) => ({ ...each, folder: folderOf(each.name) }));
}

function folderOf(name: string): string | undefined {
  try {
    const manifest = findPackageJSON(name, import.meta.url);
    return manifest && dirname(manifest);
  } catch {
    return undefined;
  }
}

/** The end of a link to a picture of the package, shown or not. */
const relativePicture = /\]\((?!https?:)([^)]+\.(?:png|svg))\)/g;

/** A page for each package, made from its README. */
export function packagePages(): GeneratedPage[] {
  return listPackages().map((each) => {
    const readme = each.folder && join(each.folder, 'README.md');
    return readme && existsSync(readme) ? readmePage(each, readme) : missingPage(each);
  });
}

/** The page that a README becomes. */
export function readmePage({ path, title, folder }: Package, readme: string): GeneratedPage {
  const { description } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { description: string };
  const pictures: Record<string, string> = {};
  const markdown = readFileSync(readme, 'utf8').replaceAll(relativePicture, (_, picture) => {
    const address = `assets/${path}/${basename(picture)}`;
    pictures[address] = join(dirname(readme), picture);
    return `](${address})`;
  });
  return { path, title, description: `${description}.`, markdown: linkToPages(markdown), pictures };
}

/** So that links to the page hold before the package has a README. */
function missingPage({ name, path, title }: Package): GeneratedPage {
  console.warn(`${name} has no README: its page says so.`);
  const description = `The package ${name} has no documentation yet.`;
  return { path, title, description, markdown: `# ${title}\n\n${description}` };
}

/** READMEs link to each other by the pages of npm; the site has the same pages itself. */
function linkToPages(markdown: string): string {
  return packages.reduce(
    (text, { name, path }) => text.replaceAll(`https://www.npmjs.com/package/${name})`, `${path}.md)`),
    markdown,
  );
}
