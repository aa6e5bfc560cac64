import { transformSync } from 'esbuild';

/** The files of the reference, by name. */
export type ReferenceFiles = Record<'index.html' | 'redoc.css' | 'color-mode.js' | 'redoc.js', string>;

// The last inline script of the renderer holds its own code first, then the document.
const definitionMarker = 'const __redoc_definition = ';

// Addresses that the renderer would fetch: its logo, its icons, and its collector of telemetry.
const fetchedPrefixes = [
  'https://cdn.redoc.ly/redoc/logo-mini-full.svg',
  'https://cdn.redoc.ly/redoc/logo-mini.svg',
  'https://cdn.redocly.com/icons/fa/7.0.0',
  'https://cdn.redocly.com/icons/code/5.24.0',
  'https://otel.cloud.redocly.com/v1/traces',
];

// Every other address in the renderer's code is the name of a namespace or a link. What looks like a thing to fetch
// fails the build, so that a new version of the renderer cannot bring one in unseen.
const looksFetched =
  /https?:\/\/(?:(?:api|assets|cdn|fonts|otel|static|telemetry)\b[^\s"'`\\)]*|[^\s"'`\\)?#]+(?:\.(?:css|gif|ico|js|json|mjs|png|svg|wasm|woff2?)|\/v1\/traces)\b)/gi;

// The renderer's code holds the colors of nested levels as literals, some too pale to read: theme.css sets them.
const levelColors = /\[(`#[0-9A-F]{6}`,){8}`#[0-9A-F]{6}`\]/;
const ourLevelColors = '[`var(--level-3)`,`var(--level-1)`,`var(--level-2)`]';

/** Turns what `redocly build-docs` wrote into a page that fetches nothing from elsewhere. */
export function mendPage(html: string, values: Record<string, string>): string {
  let page = html;
  for (const prefix of fetchedPrefixes) page = page.replaceAll(prefix, 'data:,');
  if (!levelColors.test(page)) throw new Error('The renderer has changed its colors: see levelColors in page.ts');
  page = hashLinks(page.replace(levelColors, ourLevelColors));
  for (const [name, value] of Object.entries(values)) page = page.replaceAll(`%${name}%`, () => value);
  return page;
}

/** Returns what a reader's browser would fetch from elsewhere, and what else prevents the page from being published. */
export function findProblems(page: string): string[] {
  const found: string[] = [];
  if (!page.includes('"disableTelemetry":true')) found.push('telemetry is on: redocly.yaml must say `telemetry: off`');

  const markup = page.replaceAll(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1');
  const fetching = [
    /<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*\bsrc(?:set)?\s*=\s*["']?(?:https?:)?\/\/[^\s"'>]+/gi,
    /<link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?\/\/[^\s"'>]+/gi,
    /(?:url\(|@import)\s*["']?(?:https?:)?\/\/[^\s"')]+/gi,
  ];
  for (const pattern of fetching) found.push(...(markup.match(pattern) ?? []).map((text) => `fetched: ${text}`));

  const [code = '', definition = ''] = inlineScripts(page).join('\n').split(definitionMarker);
  found.push(...(code.match(looksFetched) ?? []).map((text) => `the renderer may fetch ${text}`));
  const images = definition.match(/!\[[^\]]*\]\((?:https?:)?\/\/[^)]+\)|\\u003cimg\b[^>]*/gi) ?? [];
  found.push(...images.map((text) => `the document shows a picture from elsewhere: ${text}`));
  return found;
}

/**
 * Moves the inline scripts and styles of the page into files, which a policy of `script-src 'self'; style-src 'self'`
 * allows. The renderer's module becomes a classic script, because browsers load no modules from `file:`.
 */
export function splitPage(page: string): ReferenceFiles {
  const [colorMode = '', module = '', ...others] = inlineScripts(page);
  const [styles = '', ...otherStyles] = [...page.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css);
  if (!module.includes(definitionMarker) || others.length > 0 || otherStyles.length > 0)
    throw new Error('The renderer has changed its scripts or styles: see splitPage in page.ts');

  const { code } = transformSync(module, { format: 'iife', minify: true, charset: 'utf8', logLevel: 'error' });
  return {
    'index.html': page
      .replace(/<script>[\s\S]*?<\/script>/, '<script src="color-mode.js"></script>')
      .replace(/<script type="module">[\s\S]*?<\/script>/, '<script src="redoc.js" defer></script>')
      .replace(/<style\b[\s\S]*?<\/style>/, '<link rel="stylesheet" href="redoc.css">'),
    'redoc.css': styles,
    'color-mode.js': colorMode,
    'redoc.js': code,
  };
}

function inlineScripts(page: string): string[] {
  const scripts = [...page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)];
  return scripts.map(([, body = '']) => body).filter((body) => body !== '');
}

// The renderer prerenders links as if it owned the server's paths, though the page routes by hash: opened in a new
// tab they would lead to files that do not exist.
function hashLinks(page: string): string {
  const start = page.indexOf('<div id="redoc">');
  const end = page.indexOf('<script type="module">', start);
  if (start < 0 || end < 0) throw new Error('The renderer has changed the frame of its page: see hashLinks in page.ts');
  return page.slice(0, start) + page.slice(start, end).replaceAll(' href="/', ' href="#/') + page.slice(end);
}
