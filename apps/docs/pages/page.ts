/** A page of the site that is generated. */
export interface GeneratedPage {
  /** Where it stands in the site, without extension: `decisions/0001-one-document`. */
  path: string;
  /** What the menu, the tab of the browser and search results call it. */
  title: string;
  /** One sentence, for search engines and `llms.txt`. */
  description: string;
  markdown: string;
  /** The pictures that it shows: where they lie, by their address in the site. */
  pictures?: Record<string, string>;
}

/** A page of the site, written or generated. */
export interface RenderedPage extends GeneratedPage {
  /** The whole page. */
  html: string;
}

/** A row of a Markdown table. */
export function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.trim().replaceAll('\n', ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** A Markdown table. Cells may have several lines, which are joined. */
export function table(head: string[], rows: string[][]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

/** A value as an indented JSON block. */
export function jsonBlock(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}
