import { createHash } from 'node:crypto';

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

// The renderer's code holds the colours of nested levels as literals, some too pale to read: styles/theme.css sets them.
const levelColours = /\[(`#[0-9A-F]{6}`,){8}`#[0-9A-F]{6}`\]/;
const ourLevelColours = '[`var(--level-3)`,`var(--level-1)`,`var(--level-2)`]';

/** Turns what `redocly build-docs` wrote into the page that is published. */
export function finishPage(html: string, values: Record<string, string>): string {
  let page = html;
  for (const prefix of fetchedPrefixes) page = page.replaceAll(prefix, 'data:,');
  if (!levelColours.test(page)) throw new Error('The renderer has changed its colours: see levelColours in page.ts');
  page = hashLinks(page.replace(levelColours, ourLevelColours));
  for (const [name, value] of Object.entries(values)) page = page.replaceAll(`%${name}%`, () => value);
  return page.replace('%csp%', contentSecurityPolicy(page));
}

/** What a reader's browser would fetch from elsewhere, and what else keeps the page from being published. */
export function complaints(page: string): string[] {
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

export function inlineScripts(page: string): string[] {
  return [...page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => body ?? '');
}

// The renderer prerenders links as if it owned the server's paths, though the page routes by hash: opened in a new
// tab they would lead to files that do not exist.
function hashLinks(page: string): string {
  const start = page.indexOf('<div id="redoc">');
  const end = page.indexOf('<script type="module">', start);
  if (start < 0 || end < 0) throw new Error('The renderer has changed the frame of its page: see hashLinks in page.ts');
  return page.slice(0, start) + page.slice(start, end).replaceAll(' href="/', ' href="#/') + page.slice(end);
}

function contentSecurityPolicy(page: string): string {
  const hashes = inlineScripts(page).map((body) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    // The renderer writes its styles while it runs, so they cannot be hashed.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
