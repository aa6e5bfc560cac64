/** A section of a page: what a search finds. */
export interface Section {
  /** The title of the page. */
  page: string;
  /** The heading of the section; empty above the first one. */
  heading: string;
  /** From the root of the site. */
  url: string;
  text: string;
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };

/** Splits a page by its headings. */
export function sectionsOf(page: { path: string; title: string; html: string }): Section[] {
  const parts = page.html.split(/(?=<h[1-4] id=")/);
  return parts.flatMap((part) => {
    const [, id = '', heading = ''] = /^<h[1-4] id="([^"]*)">(.*?)<\/h[1-4]>/s.exec(part) ?? [];
    const text = plainText(part.replace(/^<h[1-4].*?<\/h[1-4]>/s, ''));
    if (!heading && !text) return [];
    return { page: page.title, heading: plainText(heading), url: `${page.path}.html${id && `#${id}`}`, text };
  });
}

const pictureTexts = /<(title|desc)\b.*?<\/\1>/gs;
const inlineTags = /<\/?(?:a|code|em|span|strong)\b[^>]*>/g;
const otherTags = /<[^>]*>/g;

function plainText(html: string): string {
  const text = html.replaceAll(pictureTexts, ' ').replaceAll(inlineTags, '').replaceAll(otherTags, ' ');
  const decoded = text.replaceAll(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? '');
  return decoded.replaceAll(/\s+/g, ' ').trim();
}
