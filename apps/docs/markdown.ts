import GithubSlugger from 'github-slugger';
import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import shell from 'highlight.js/lib/languages/shell';
import typescript from 'highlight.js/lib/languages/typescript';
import yaml from 'highlight.js/lib/languages/yaml';
import MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';

const languages = { sh: bash, console: shell, js: javascript, ts: typescript, json, yaml, go };
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

/** A renderer of Markdown for the site. The pictures, by their addresses, are drawn into the page, in its colors. */
export function createMarkdown(pictures: Record<string, string>): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, highlight });
  markdown.core.ruler.push('headings', ({ tokens }) => addHeadingIds(tokens));
  markdown.core.ruler.push('table-heads', ({ tokens }) => dropEmptyHeaders(tokens));
  markdown.core.ruler.push('links', ({ tokens }) => linkToHtml(tokens));

  // What is wider than a phone scrolls by itself, by the keyboard too.
  markdown.renderer.rules.table_open = () =>
    '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\n';
  markdown.renderer.rules.table_close = () => '</table></div>\n';
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (...args) => `<div class="code">${fence?.(...args)}</div>\n`;
  markdown.renderer.rules.image = (tokens, index) => {
    const address = tokens[index]?.attrGet('src') ?? '';
    const picture = pictures[address];
    // The renderer's own rule loses the code in an alternative text.
    if (!picture) return `<img src="${escapeHtml(address)}" alt="${escapeHtml(textOf(tokens[index]))}">`;
    return `<span class="scroll picture" role="group" aria-label="Picture" tabindex="0">${picture}</span>`;
  };
  return markdown;
}

/** Colors code by classes: a strict policy allows no style attributes. */
function highlight(code: string, language: string): string {
  const isKnown = highlighter.getLanguage(language) !== undefined;
  const text = isKnown ? highlighter.highlight(code, { language }).value : escapeHtml(code);
  return `<pre tabindex="0"><code>${text}</code></pre>`;
}

/** Gives headings the IDs that GitHub gives them, so that links between READMEs hold on both. */
function addHeadingIds(tokens: Token[]) {
  const slugger = new GithubSlugger();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue;
    token.attrSet('id', slugger.slug(textOf(tokens[index + 1])));
  }
}

function textOf(token: Token | undefined): string {
  return (token?.children ?? []).map(({ content }) => content).join('');
}

/** A header that says nothing is a plain cell: READMEs need the row, because a Markdown table has no other form. */
function dropEmptyHeaders(tokens: Token[]) {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'th_open' || textOf(tokens[index + 1]) !== '') continue;
    for (const cell of [token, tokens[index + 2]]) if (cell) cell.tag = 'td';
  }
}

/** Pages link to each other as Markdown files, which they also are. */
function linkToHtml(tokens: Token[]) {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const [, path, hash = ''] = /^(?![a-z]+:)([^#]+)\.md(#.*)?$/.exec(token.attrGet('href') ?? '') ?? [];
    if (path) token.attrSet('href', `${path}.html${hash}`);
  }
}

function escapeHtml(text: string): string {
  return new MarkdownIt().utils.escapeHtml(text);
}
