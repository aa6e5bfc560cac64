import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Returns the links of a folder's pages that lead to no file, or to no anchor of it, each as `page: link`. */
export function deadLinks(folder: string): string[] {
  const files = new Set(globSync('**/*.*', { cwd: folder }));
  const pages = [...files].filter((file) => file.endsWith('.html'));
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]));

  function isDead(page: string, link: string): boolean {
    const [address = '', hash] = link.split('#');
    const target = address === '' ? page : normalize(join(dirname(page), decodeURI(address)));
    if (!files.has(target)) return true;
    // The reference's renderer makes its sections, and their addresses begin with a slash.
    if (!hash || hash.startsWith('/') || !target.endsWith('.html')) return false;
    return !texts.get(target)?.includes(` id="${decodeURIComponent(hash)}"`);
  }

  return [...texts].flatMap(([page, html]) =>
    [...html.matchAll(/ (?:href|src)="([^"]*)"/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link) && isDead(page, link))
      .map((link) => `${page}: ${link}`),
  );
}
