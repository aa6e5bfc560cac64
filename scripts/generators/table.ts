import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const readme = fileURLToPath(new URL('../../openapi/README.md', import.meta.url));
const start = '<!-- Written by `npm run generators -- --write` -->\n\n';
const end = '\n\n<!-- End -->';

/** Whether the README shows these rows, the first of them as the head. */
export function isInReadme(rows: string[][]): boolean {
  return readFileSync(readme, 'utf8').includes(start + toMarkdown(rows) + end);
}

/** Makes the README show these rows. */
export function writeToReadme(rows: string[][]) {
  const text = readFileSync(readme, 'utf8');
  const [before = '', rest = ''] = text.split(start);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`openapi/README.md has no place for the table, between ${start}and${end}`);
  writeFileSync(readme, before + start + toMarkdown(rows) + end + after);
}

function toMarkdown([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = widths.map((width) => '-'.repeat(width));
  return [head, line, ...rows].map((row) => toLine(row, widths)).join('\n');
}

function toLine(cells: string[], widths: number[]): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
}
