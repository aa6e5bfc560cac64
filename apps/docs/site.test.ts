import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildDocs } from './build.ts';
import { serveDocs } from './serve.ts';
import { type VisitOptions, visit } from './visit.ts';

const artifacts = fileURLToPath(new URL('../../artifacts/docs/', import.meta.url));
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";
// The machine may be busy; nothing here is about speed.
const patience = { timeout: 10_000 };

let folder: string;
let pages: string[];
let docs: Awaited<ReturnType<typeof serveDocs>>;
let browser: Browser;
let problems: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/docs-`);
  mkdirSync(artifacts, { recursive: true });
  await buildDocs(folder);
  pages = globSync('**/*.html', { cwd: folder, exclude: ['reference/index.html'] }).sort();
  [docs, browser] = await Promise.all([serveDocs({ port: 0, folder }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await docs?.close();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(problems).toEqual([]);
});

/** Opens a page behind a strict policy. */
async function open(path: string, options: VisitOptions = {}, site = `${docs.url}/`): Promise<Page> {
  const visited = await visit(browser, site, path, { policy: strict, ...options });
  problems = visited.problems;
  return visited.page;
}

/** The pages, opened as files from a folder below another one. */
function openFile(path: string): Promise<Page> {
  return open(path, { policy: '' }, `${pathToFileURL(folder).href}/`);
}

async function search(page: Page, words: string): Promise<string[]> {
  await page.getByRole('searchbox').fill(words);
  const hits = page.locator('dialog.search li a');
  await expect.poll(() => hits.count(), patience).toBeGreaterThan(0);
  return hits.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
}

describe.each([
  [1440, 900],
  [768, 1024],
  [390, 844],
])('at a width of %i', (width, height) => {
  it.each(['light', 'dark'] as const)('every page fits, in %s colors', async (colorScheme) => {
    const page = await open('index.html', { viewport: { width, height }, colorScheme });
    for (const path of pages) {
      await page.goto(`${docs.url}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
      const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      expect(background, path).toBe(colorScheme === 'dark' ? 'rgb(18, 25, 26)' : 'rgb(255, 255, 255)');
      const name = path.replace('/', '-').replace('.html', '');
      await page.screenshot({ path: `${artifacts}${name}-${width}-${colorScheme}.png` });
    }
  });

  it('shows the copy buttons beside the code, not over it', async () => {
    const page = await open('client.html', { viewport: { width, height } });
    const overlapping = await page.locator('.code').evaluateAll((blocks) =>
      blocks.filter((block) => {
        const [code, button] = ['pre', '.copy'].map((part) => block.querySelector(part)?.getBoundingClientRect());
        if (!code || !button) return true;
        return (
          code.left < button.right && button.left < code.right && code.top < button.bottom && button.top < code.bottom
        );
      }),
    );
    expect(overlapping).toEqual([]);
  });
});

describe('the search', () => {
  it.each([
    ['stuck', 'stuck-run.html'],
    ['rate limit', 'paging.html#rate-limit'],
    ['mock', 'mock.html'],
    ['install', 'index.html#install'],
    ['authenticate', 'index.html#authenticate'],
    ['applying', 'risks.html'],
    ['filter[status]', 'reference/print.html#filterstatus'],
    ['status-timestamps', 'reference/print.html'],
    ['X-RateLimit-Reset', 'paging.html#rate-limit'],
    ['409', 'errors.html#409'],
  ])('finds %s', async (words, expected) => {
    const page = await open('decisions/index.html');
    await page.keyboard.press('Control+k');
    const hits = await search(page, words);
    expect(
      hits.slice(0, 6).some((href) => href.startsWith(`../${expected}`)),
      hits.join('\n'),
    ).toBe(true);
  });

  it('leads to the section by the keyboard alone', async () => {
    const page = await open('decisions/index.html');
    await page.keyboard.press('/');
    await search(page, 'rate limit');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    const [first] = await page
      .locator('dialog.search li a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    await page.keyboard.press('Enter');
    await page.waitForURL(first as string);
    expect(await page.locator('dialog.search[open]').count()).toBe(0);
  });

  it('closes at the first Escape, and says when it finds nothing', async () => {
    const page = await open('index.html');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('zzzzqqqq');
    await expect.poll(() => page.getByRole('status').textContent(), patience).toBe('Nothing found');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('from the file system', () => {
  it('searches, and leads to the hit', async () => {
    const page = await openFile('decisions/index.html');
    await page.keyboard.press('Control+k');
    await search(page, 'rate limit');
    await page.keyboard.press('Enter');
    await page.waitForURL(/paging\.html/);
  });

  it('keeps the choice of colors from page to page, the reference too', async () => {
    const page = await openFile('index.html');
    await page.getByRole('button', { name: 'Dark colors' }).click();
    await page.getByRole('link', { name: 'Client', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'client' }).waitFor();
    expect(await page.getByRole('button', { name: 'Dark colors' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('link', { name: 'API reference' }).first().click();
    await page.locator('#redoc h1').waitFor();
    await expect.poll(() => page.locator('html').getAttribute('class'), patience).toMatch(/dark/);
  });

  it('every page opens without a problem', async () => {
    const page = await openFile('index.html');
    for (const path of pages) {
      await page.goto(`${pathToFileURL(folder).href}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
  });
});

describe('old links to the reference at the root', () => {
  it.each(['#/admin-runs/listadminruns', '#/admin-runs/forcecanceladminrun', '#/admin-runs'])('%s', async (hash) => {
    for (const opened of [open, openFile]) {
      const page = await opened(`index.html${hash}`);
      await page.waitForURL(`**/reference/index.html${hash}`);
      await page
        .locator(`[data-section-id="${hash.slice(1)}"]`)
        .first()
        .waitFor();
      // The style attributes that the strict policy refuses: reference.test.ts shows that the page works without.
      problems = problems.filter((problem) => !/Applying inline style violates/.test(problem));
    }
  });

  it('leads from the address of the folder too, without a name', async () => {
    const page = await open('#/admin-runs/listadminruns', { policy: '' });
    await page.waitForURL('**/reference/index.html#/admin-runs/listadminruns');
  });
});

describe('by the keyboard', () => {
  it('begins with a link that skips to the text', async () => {
    const page = await open('client.html');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  it.each([1440, 390])('reaches everything that can be clicked or scrolls, at a width of %i', async (width) => {
    const page = await open('statuses.html', { viewport: { width, height: 844 } });
    if (width < 900) await page.getByText('Menu', { exact: true }).click();
    const wanted = await page.evaluate(() => {
      const isScrolling = (element: Element) => element.scrollWidth > element.clientWidth + 1;
      const elements = [...document.querySelectorAll('a[href], button, summary, pre, .scroll')].filter(
        (element) => element.checkVisibility() && !(element.matches('pre, .scroll') && !isScrolling(element)),
      );
      for (const [index, element] of elements.entries()) element.setAttribute('data-stop', `${index}`);
      (document.activeElement as HTMLElement | null)?.blur();
      return elements.length;
    });
    expect(wanted).toBeGreaterThan(25);
    const reached = new Set<string>();
    for (let presses = 0; presses < wanted + 40 && reached.size < wanted; presses++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => document.activeElement?.getAttribute('data-stop'));
      if (stop) reached.add(stop);
    }
    expect(reached.size).toBe(wanted);
  });
});

it('keeps the menu and the list of contents in view', async () => {
  const page = await open('client.html', { viewport: { width: 1440, height: 900 } });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (const [menu, link] of [
    ['Pages', 'Start'],
    ['On this page', 'Why 404?'],
  ] as const) {
    const box = await page.getByRole('navigation', { name: menu }).getByRole('link', { name: link }).boundingBox();
    expect(box?.y).toSatisfy((y: number) => y > 56 && y < 900);
  }
});

it('copies the code of a block', async () => {
  const page = await open('stuck-run.html', { permissions: ['clipboard-read', 'clipboard-write'] });
  const block = page.locator('.code').first();
  await block.getByRole('button', { name: 'Copy' }).click();
  await block.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await block.locator('pre').textContent());
});

it('reads as well without JavaScript', async () => {
  const page = await open('stuck-run.html', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.getByRole('link', { name: 'What force-cancel risks' }).first().click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('What force-cancel risks');
  // What needs a script is not offered.
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
});

it('prints the text alone, black on white', async () => {
  const page = await open('stuck-run.html', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.bar', '.menu', '.copy', '.sections'])
    expect(await page.locator(part).first().isVisible(), part).toBe(false);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

it('serves every page as Markdown beside it', async () => {
  const page = await open('decisions/index.html');
  const link = page.getByRole('link', { name: 'This page as Markdown' });
  const address = await link.evaluate((element) => (element as HTMLAnchorElement).href);
  expect(await (await fetch(address)).text()).toBe(readFileSync(join(folder, 'decisions/index.md'), 'utf8'));
});
