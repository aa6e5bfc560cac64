/** The code blocks of a Markdown text in one of these languages, in order. */
export function codeBlocks(markdown: string, ...languages: string[]): string[] {
  const pattern = new RegExp(`^\`\`\`(?:${languages.join('|')})\\n(.*?)^\`\`\``, 'gms');
  return [...markdown.matchAll(pattern)].map(([, code = '']) => code);
}
