import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildDocs, json, yaml } from './build.ts';
import { complaints, finishPage, inlineScripts } from './page.ts';
import { serveDocs } from './serve.ts';

let folder: string;
let page: string;

beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/docs-`);
  page = readFileSync(buildDocs(folder), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the built folder', () => {
  it('is one page and the two forms of the document', () => {
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'openapi.json', 'openapi.yaml']);
  });

  it('holds the document of the package, byte for byte', () => {
    expect(readFileSync(`${folder}/openapi.yaml`)).toEqual(readFileSync(yaml));
    expect(readFileSync(`${folder}/openapi.json`)).toEqual(readFileSync(json));
  });

  it('says the same in YAML and in JSON', () => {
    const fromYaml = parse(readFileSync(`${folder}/openapi.yaml`, 'utf8'));
    expect(fromYaml).toEqual(JSON.parse(readFileSync(`${folder}/openapi.json`, 'utf8')));
  });

  it('is the same each time it is built', () => {
    expect(readFileSync(buildDocs(folder), 'utf8') === page).toBe(true);
  });

  it('fetches nothing from elsewhere, and reports to nobody', () => {
    expect(complaints(page)).toEqual([]);
    expect(page).toContain('"disableTelemetry":true');
    expect(page).not.toMatch(/otel\.cloud|cdn\.redoc/);
  });

  it('leaves no placeholder of the template behind', () => {
    expect(page.replaceAll(/<script\b[\s\S]*?<\/script>/g, '')).not.toMatch(/%(csp|styles|name|version|repository)%/);
  });

  it('links within the page by hash, never by a path that only a server of the renderer would know', () => {
    const markup = page.replaceAll(/<script\b[\s\S]*?<\/script>/g, '');
    const links = [...markup.matchAll(/<a\b[^>]* href="([^"]*)"/g)].map(([, href]) => href ?? '');
    expect(links.filter((href) => !/^(#\/|https:\/\/|openapi\.(yaml|json)$)/.test(href))).toEqual([]);
    expect(links).toContain('#/admin-runs');
  });

  it('permits by its policy only the scripts that it holds', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src ('sha256-[\w+/=]+' ?)+; style-src 'unsafe-inline'; /);
    expect(policy.match(/sha256-/g)).toHaveLength(inlineScripts(page).length);
    expect(policy).not.toMatch(/https?:|\*/);
  });
});

describe('the gate before publishing', () => {
  const refused = (change: (page: string) => string) => complaints(change(page)).join('\n');
  const inHead = (markup: string) => refused((text) => text.replace('</head>', () => `${markup}</head>`));

  it.each([
    ['a script', '<script src="https://cdn.example.com/a.js"></script>'],
    ['a style sheet', '<link rel="stylesheet" href="//example.com/a.css">'],
    ['a font', '<style>@font-face { src: url(https://example.com/a.woff2) }</style>'],
    ['a picture', '<img alt="" src="https://example.com/a">'],
  ])('refuses %s from elsewhere', (_, markup) => {
    expect(inHead(markup)).toMatch(/^fetched: .*example\.com/);
  });

  it('refuses a page that reports on its readers', () => {
    expect(refused((text) => text.replace('"disableTelemetry":true', '"disableTelemetry":false'))).toMatch(/telemetry/);
  });

  it('refuses an address that a new renderer would fetch', () => {
    const added = inHead('<script>load("https://cdn.example.com/x")</script>');
    expect(added).toBe('the renderer may fetch https://cdn.example.com/x');
  });

  it('refuses a document that shows a picture from elsewhere', () => {
    const marker = 'const __redoc_definition = {';
    const shown = `${marker}"x":"![logo](https://example.com/logo)",`;
    expect(refused((text) => text.replace(marker, () => shown))).toMatch(/picture from elsewhere: !\[logo\]/);
  });

  it('stops when the renderer has changed its frame', () => {
    expect(() => finishPage('<html></html>', {})).toThrow('The renderer has changed');
  });
});

describe('serving', () => {
  it('answers on loopback, and closes at once though a client holds its connection', async () => {
    const docs = await serveDocs({ port: 0, folder });
    expect(docs.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${docs.url}/openapi.json`);
    expect(response.headers.get('content-type')).toMatch('application/json');
    await docs.close();
    await expect(fetch(docs.url)).rejects.toThrow();
  });

  it('names the option when the port is taken', async () => {
    const docs = await serveDocs({ port: 0, folder });
    const port = Number(new URL(docs.url).port);
    const script = fileURLToPath(new URL('./serve.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [script, '--port', String(port)], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(`port ${port} is taken; choose another with --port`),
    });
    await docs.close();
  });

  it('says what to do when nothing is built', async () => {
    await expect(serveDocs({ port: 0, folder: `${folder}/none` })).rejects.toThrow('npm run build');
  });

  it('refuses what is no port, in one line', async () => {
    const script = spawn(process.execPath, [fileURLToPath(new URL('serve.ts', import.meta.url)), '--port', 'none']);
    const [[text], [code]] = await Promise.all([once(script.stderr, 'data'), once(script, 'close')]);
    expect(String(text)).toBe('npm run docs --: --port must be a whole number from 0 to 65535, not none\n');
    expect(code).toBe(2);
  });
});
