import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { buildDocs } from './build.ts';
import { document, publishedFiles } from './document.ts';
import { deadLinks } from './links.ts';
import { createMarkdown } from './markdown.ts';
import { navigation } from './navigation.ts';
import { listPackages, packagePages, readmePage } from './pages/packages.ts';
import { findProblems, mendPage, splitPage } from './reference/page.ts';
import { serveDocs } from './serve.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/docs-`);
  await buildDocs(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function filesOf(root: string): string[] {
  return globSync('**/*.*', { cwd: root }).sort();
}

/** The pages of Eleventy; the reference is the renderer's. */
function guides(): string[] {
  return filesOf(folder).filter((file) => file.endsWith('.html') && file !== 'reference/index.html');
}

/** The attributes of HTML have entities. */
function textOf(html: string): string {
  return html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

describe('the built folder', () => {
  it.each(Object.entries(publishedFiles))('holds %s of the package, byte for byte', (name, path) => {
    expect(read(name)).toBe(readFileSync(path, 'utf8'));
  });

  it('says the same in YAML and in JSON', () => {
    expect(parse(read('openapi.yaml'))).toEqual(JSON.parse(read('openapi.json')));
    expect(parse(read('openapi-3.0.yaml'))).toEqual(JSON.parse(read('openapi-3.0.json')));
  });

  it('is the same each time it is built', async () => {
    const again = mkdtempSync(`${tmpdir()}/docs-`);
    await buildDocs(again);
    const files = filesOf(folder);
    expect(filesOf(again)).toEqual(files);
    expect(files.filter((file) => !readFileSync(join(again, file)).equals(readFileSync(join(folder, file))))).toEqual(
      [],
    );
    rmSync(again, { recursive: true });
  });

  it('lists every page in its menu, except single decisions', () => {
    const listed = navigation.flatMap(({ pages }) => pages).map((path) => `${path}.html`);
    const pages = filesOf(folder).filter((file) => file.endsWith('.html') && !/^decisions\/\d/.test(file));
    expect(pages).toEqual(listed.sort());
  });

  it('gives every page a title and a description of its own, and one main heading', () => {
    const heads = guides().map((page) => {
      const html = read(page);
      const [, title = ''] = /<title>(.+?)<\/title>/.exec(html) ?? [];
      const [, description = ''] = /<meta name="description" content="(.+?)">/.exec(html) ?? [];
      expect(html.match(/<h1[ >]/g), page).toHaveLength(1);
      expect(textOf(description).length, `${page}: ${description}`).toSatisfy(
        (length: number) => length > 30 && length < 250,
      );
      return { title, description };
    });
    expect(new Set(heads.map(({ title }) => title)).size).toBe(heads.length);
    expect(new Set(heads.map(({ description }) => description)).size).toBe(heads.length);
  });

  it('has every page as Markdown too, without front matter', () => {
    for (const page of guides()) {
      expect(read(page.replace('.html', '.md')), page).toMatch(/^\s*# /m);
      expect(read(page.replace('.html', '.md')), page).not.toMatch(/^---/);
    }
  });

  it('lists the pages for language models, and has them all in one file', () => {
    const links = [...read('llms.txt').matchAll(/\]\((.*?)\)/g)].map(([, link]) => link);
    const pages = navigation.flatMap(({ pages }) => pages).filter((path) => path !== 'reference/index');
    expect(links).toEqual([...pages.map((path) => `${path}.md`), ...Object.keys(publishedFiles)]);
    for (const path of pages) expect(read('llms-full.txt')).toContain(read(`${path}.md`).trim());
  });

  it('holds no inline script or style that a strict policy would refuse', () => {
    for (const page of guides()) expect(read(page), page).not.toMatch(/<script(?! src)|<style| style=| on[a-z]+="/);
  });

  it('fetches nothing from elsewhere, and reports to nobody', () => {
    expect(read('reference/redoc.js')).toMatch(/disableTelemetry"?:(true|!0)/);
    for (const file of filesOf(folder).filter((file) => /\.(html|js|css)$/.test(file)))
      expect(read(file), file).not.toMatch(/otel\.cloud|cdn\.redoc|(src|@import|url\()=?["' ]*https?:/);
  });

  it('has the license of the search that it contains', () => {
    expect(read('assets/minisearch-license.txt')).toContain('Permission is hereby granted');
  });

  it('leaves no placeholder of a template behind', () => {
    expect(read('reference/index.html')).not.toMatch(/%(description|name|version|repository)%/);
    for (const page of guides()) {
      const html = read(page).replaceAll(/<(pre|code)\b.*?<\/\1>/gs, '');
      expect(html, page).not.toMatch(/\{[{%]|\[object |>undefined</);
    }
  });
});

describe('dead links', () => {
  it.each([
    ['a page that does not exist', 'stuck-run.html', 'risks.html', 'no-page.html', 'stuck-run.html: no-page.html'],
    [
      'an anchor that does not exist',
      'index.html',
      'errors.html#401',
      'errors.html#402',
      'index.html: errors.html#402',
    ],
    ['an anchor of the same page', 'index.html', '#authenticate', '#nowhere', 'index.html: #nowhere'],
    ['a picture that does not exist', 'index.html', 'assets/icon.svg', 'assets/no.svg', 'index.html: assets/no.svg'],
  ])('are found: %s', (_what, page, link, dead, problem) => {
    const copy = mkdtempSync(`${tmpdir()}/docs-`);
    cpSync(folder, copy, { recursive: true });
    expect(deadLinks(copy)).toEqual([]);
    const html = read(page);
    expect(html).toContain(`"${link}"`);
    writeFileSync(join(copy, page), html.replaceAll(`"${link}"`, `"${dead}"`));
    expect(new Set(deadLinks(copy))).toEqual(new Set([problem]));
    rmSync(copy, { recursive: true });
  });

  it('fail the build', async () => {
    vi.resetModules();
    vi.doMock('./pages/changes.ts', () => ({
      changesPage: () => ({
        path: 'changes',
        title: 'Changes',
        description: 'x',
        markdown: '# Changes\n\n[gone](gone.md)',
      }),
    }));
    const { buildDocs: build } = await import('./build.ts');
    const copy = mkdtempSync(`${tmpdir()}/docs-`);
    await expect(build(copy)).rejects.toThrow('changes.html: gone.html');
    rmSync(copy, { recursive: true });
    vi.doUnmock('./pages/changes.ts');
  });
});

describe('generated pages', () => {
  it('have every status in exactly one table, and in the picture', () => {
    const { enum: statuses } = document.components.schemas.RunStatus;
    const rows = [...read('statuses.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, status]) => status);
    expect(rows.sort()).toEqual([...statuses].sort());
    const drawn = [
      ...read('assets/life-cycle.svg').matchAll(/text-anchor="middle" fill="currentColor">([a-z_]+)<\/text>/g),
    ].map(([, status]) => status);
    expect(drawn.sort()).toEqual([...statuses].sort());
  });

  it('have every error example of the document, with advice', () => {
    const { examples } = document.components;
    const errors = Object.values(examples).filter(({ value }) => (value as { errors?: unknown }).errors);
    expect(errors.length).toBeGreaterThan(10);
    for (const { value } of errors) expect(read('errors.md')).toContain(JSON.stringify(value, null, 2));
    const sections = read('errors.md').split(/^## /m).slice(1);
    for (const section of sections) expect(section).toMatch(/\*\*Carried out\?\*\* .+[\s\S]*\*\*What to do\.\*\* .+/);
  });

  it('have every parameter, schema and field of the document on the plain reference', () => {
    const page = read('reference/print.md');
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(page).toContain(`### ${name}\n`);
      for (const field of Object.keys(schema.properties ?? {})) expect(page).toContain(`| \`${field}\` |`);
    }
    for (const parameter of ['q', 'filter[status]', 'page[size]', 'run_id'])
      expect(page).toContain(`#### \`${parameter}\``);
  });

  it('are made of the READMEs of the packages, and say so if a package has none', () => {
    const pages = packagePages();
    expect(pages.map(({ path }) => path)).toEqual(['command-line', 'client', 'types', 'mock', 'server', 'languages']);
    const { folder: client } = listPackages().find(({ path }) => path === 'client') ?? {};
    const [title = ''] = readFileSync(`${client}/README.md`, 'utf8').split('\n');
    expect(read('client.md')).toContain(title);
    expect(read('client.md')).toContain('](server.md)');
    for (const { markdown } of pages) expect(markdown).toMatch(/has no documentation yet|^## /m);
  });
});

describe('the README of a package', () => {
  it('brings its pictures, and leads to the pages of the other packages', () => {
    const package_ = mkdtempSync(`${tmpdir()}/docs-`);
    writeFileSync(join(package_, 'package.json'), JSON.stringify({ description: 'A tool' }));
    const readme = join(package_, 'README.md');
    writeFileSync(
      readme,
      '# A\n\n![`a`: it](pictures/a.svg) [b](pictures/b.svg) [m](https://www.npmjs.com/package/@tfe-admin-runs/mock)\n',
    );
    const page = readmePage({ name: 'a', path: 'tool', title: 'Tool', folder: package_ }, readme);
    rmSync(package_, { recursive: true });
    expect(page).toEqual({
      path: 'tool',
      title: 'Tool',
      description: 'A tool.',
      markdown: '# A\n\n![`a`: it](assets/tool/a.svg) [b](assets/tool/b.svg) [m](mock.md)\n',
      pictures: {
        'assets/tool/a.svg': join(package_, 'pictures/a.svg'),
        'assets/tool/b.svg': join(package_, 'pictures/b.svg'),
      },
    });
  });

  it('shows a picture with the text in its place, and a picture of ours in the colors of the page', () => {
    const markdown = createMarkdown({ 'ours.svg': '<svg></svg>' });
    expect(markdown.render('![`a`: it](a.svg)')).toContain('<img src="a.svg" alt="a: it">');
    expect(markdown.render('![A](ours.svg)')).toContain('<svg></svg>');
  });
});

describe('the gate before publishing', () => {
  const frame = `<html><head></head><body><div id="redoc"><a href="/x">x</a></div>
<script>color()</script><script type="module">const colors = [\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`,\`#AAAAAA\`];
const __redoc_definition = {"disableTelemetry":true};</script><style>a {}</style></body></html>`;
  const problemsOf = (page: string) => findProblems(page).join('\n');
  const inHead = (markup: string) => problemsOf(frame.replace('</head>', () => `${markup}</head>`));

  it('accepts a page that is as it should be', () => {
    expect(problemsOf(frame)).toBe('');
    expect(Object.keys(splitPage(mendPage(frame, {})))).toEqual([
      'index.html',
      'redoc.css',
      'color-mode.js',
      'redoc.js',
    ]);
  });

  it.each([
    ['a script', '<script src="https://cdn.example.com/a.js"></script>'],
    ['a style sheet', '<link rel="stylesheet" href="//example.com/a.css">'],
    ['a font', '<style>@font-face { src: url(https://example.com/a.woff2) }</style>'],
    ['a picture', '<img alt="" src="https://example.com/a">'],
  ])('rejects %s from elsewhere', (_, markup) => {
    expect(inHead(markup)).toMatch(/^fetched: .*example\.com/);
  });

  it('rejects a page that reports on its readers', () => {
    expect(problemsOf(frame.replace('"disableTelemetry":true', '"disableTelemetry":false'))).toMatch(/telemetry/);
  });

  it('rejects an address that a new renderer would fetch', () => {
    const added = inHead('<script>load("https://cdn.example.com/x")</script>');
    expect(added).toBe('the renderer may fetch https://cdn.example.com/x');
  });

  it('rejects a document that shows a picture from elsewhere', () => {
    const marker = 'const __redoc_definition = {';
    const shown = `${marker}"x":"![logo](https://example.com/logo)",`;
    expect(problemsOf(frame.replace(marker, () => shown))).toMatch(/picture from elsewhere: !\[logo\]/);
  });

  it.each([
    ['colors', frame.replace('`#AAAAAA`', '`#AAA`'), 'levelColors'],
    ['frame', frame.replace('<div id="redoc">', '<div>'), 'hashLinks'],
  ])('stops when the renderer has changed its %s', (_, page, name) => {
    expect(() => mendPage(page, {})).toThrow(name);
  });

  it('stops when the renderer has one more script', () => {
    expect(() => splitPage(frame.replace('</body>', '<script>more()</script></body>'))).toThrow('splitPage');
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
