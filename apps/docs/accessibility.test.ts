import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import type axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveDocs } from './serve.ts';
import { visit } from './visit.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Rules that the renderer's own markup breaks, which we cannot mend. A rule that it no longer breaks must go. */
const brokenByRenderer = [
  'button-name',
  'heading-order',
  'label-content-name-mismatch',
  'landmark-no-duplicate-banner',
  'landmark-unique',
  'page-has-heading-one',
  'region',
];

// Contrast depends on the colors, layout on the width: each of them is here once or more.
const screens = [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 768 },
  { colorScheme: 'dark', width: 390 },
] as const;

const folder = new URL('dist/', import.meta.url);
const pages = globSync('**/*.html', { cwd: folder, exclude: ['reference/index.html'] }).sort();

let docs: Awaited<ReturnType<typeof serveDocs>>;
let browser: Browser;

beforeAll(async () => {
  [docs, browser] = await Promise.all([serveDocs({ port: 0 }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await docs?.close();
});

async function open(path: string, options: BrowserContextOptions): Promise<Page> {
  // Only without the page's own policy can a test add a script to it.
  const { page } = await visit(browser, `${docs.url}/`, path, { ...options, bypassCSP: true });
  return page;
}

/** Returns the violations as `rule: elements`, sorted by rule. */
async function violationsOf(page: Page): Promise<{ rule: string; elements: string }[]> {
  await page.addScriptTag({ content: source });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => ({ rule: id, elements: nodes.map(({ html }) => html).join(' ') }));
  });
}

describe.each(screens)('in $colorScheme colors at a width of $width', ({ colorScheme, width }) => {
  const options = { colorScheme, viewport: { width, height: 900 } };

  it('every page of ours breaks no rule', async () => {
    const page = await open('index.html', options);
    for (const path of pages) {
      await page.goto(`${docs.url}/${path}`);
      expect(await violationsOf(page), path).toEqual([]);
    }
    await page.context().close();
  });

  it('the search with its hits breaks no rule', async () => {
    const page = await open('index.html', options);
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('stuck');
    await page.locator('dialog.search li').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });
});

describe('the reference', () => {
  const found = new Set<string>();

  const hashes = ['', '#/admin-runs/listadminruns', '#/admin-runs/forcecanceladminrun'];
  const states = screens.flatMap((screen) => hashes.map((hash) => ({ ...screen, hash })));

  it.each(states)(
    'breaks no other rule than the renderer: $hash, $colorScheme, $width',
    async ({ colorScheme, width, hash }) => {
      const page = await open(`reference/index.html${hash}`, { colorScheme, viewport: { width, height: 900 } });
      await page
        .locator('#redoc')
        .getByRole('heading', { level: hash ? 2 : 1 })
        .first()
        .waitFor();
      const violations = await violationsOf(page);
      for (const { rule } of violations) found.add(rule);
      expect(violations.filter(({ rule }) => !brokenByRenderer.includes(rule))).toEqual([]);
      await page.context().close();
    },
  );

  it.each([1440, 390])('breaks no other rule with its search open, at a width of %i', async (width) => {
    const page = await open('reference/index.html', { viewport: { width, height: 900 } });
    await page.locator('#redoc').getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search docs...').fill('force-cancel');
    await page.getByTestId('search-dialog').locator('a').first().waitFor();
    const violations = await violationsOf(page);
    for (const { rule } of violations) found.add(rule);
    expect(violations.filter(({ rule }) => !brokenByRenderer.includes(rule))).toEqual([]);
    await page.context().close();
  });

  it('breaks each rule of the list still', () => {
    expect([...found].sort()).toEqual(brokenByRenderer);
  });
});
