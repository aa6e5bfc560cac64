import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildDocs, json } from './build.ts';
import { serveDocs } from './serve.ts';
import { visit } from './visit.ts';

const artifacts = fileURLToPath(new URL('../../artifacts/docs/', import.meta.url));
const document = JSON.parse(readFileSync(json, 'utf8'));

// These addresses stand in other people's links: they must not change.
const operations = [
  { hash: '#/admin-runs/listadminruns', words: 'list all runs', of: document.paths['/api/v2/admin/runs'].get },
  {
    hash: '#/admin-runs/forcecanceladminrun',
    words: 'force-cancel',
    of: document.paths['/api/v2/admin/runs/{run_id}/actions/force-cancel'].post,
  },
];
const force = '[data-section-id="/admin-runs/forcecanceladminrun"]';

let folder: string;
let docs: Awaited<ReturnType<typeof serveDocs>>;
let browser: Browser;
let problems: string[];

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/docs-`);
  mkdirSync(artifacts, { recursive: true });
  buildDocs(folder);
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

async function open(hash = '', options: BrowserContextOptions = {}, base = `${docs.url}/`): Promise<Page> {
  const visited = await visit(browser, base, hash, options);
  problems = visited.problems;
  return visited.page;
}

// The machine may be busy; nothing here is about speed.
const patience = { timeout: 10_000 };
async function shot(page: Page, name: string) {
  // While a deep link still scrolls, the browser may give a picture of nothing, which is small.
  const take = async () => (await page.screenshot({ path: `${artifacts}${name}.png` })).length;
  await expect.poll(take, patience).toBeGreaterThan(20_000);
}
/** Resolves when the page scrolls no more: a menu opens where its button was. */
async function atRest(element: Locator) {
  let top: number | undefined;
  async function isAtRest() {
    const before = top;
    top = (await element.boundingBox())?.y;
    return top !== undefined && top === before;
  }
  await expect.poll(isAtRest, { ...patience, interval: 300 }).toBe(true);
}
function luminance(page: Page, selector: string) {
  return page.locator(selector).evaluate((element) => {
    const [red = 0, green = 0, blue = 0] = getComputedStyle(element).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return (red + green + blue) / 765;
  });
}

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };
describe.each([
  ['phone', 'light', phone],
  ['phone', 'dark', phone],
  ['desktop', 'light', desktop],
  ['desktop', 'dark', desktop],
] as const)('on a %s, %s', (device, colorScheme, viewport) => {
  const options = { viewport, colorScheme };

  it('shows the overview in our colours, no wider than the screen', async () => {
    const page = await open('', options);
    await page.getByRole('heading', { level: 1, name: document.info.title }).waitFor();
    const brightness = await luminance(page, 'html');
    expect(colorScheme === 'dark' ? 1 - brightness : brightness).toBeGreaterThan(0.85);
    expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(viewport.width);
    await shot(page, `overview-${device}-${colorScheme}`);
  });

  it.each(operations)('opens $of.operationId by a deep link, with its sample', async ({ hash, of }) => {
    const page = await open(hash, options);
    const section = page.locator(`[data-section-id="${hash.slice(1)}"]`);
    const heading = section.getByRole('heading', { name: of.summary }).first();
    const top = async () => (await heading.boundingBox())?.y ?? -1;
    await expect.poll(top, patience).toSatisfy((y: number) => y >= 56 && y < 300);
    await expect.poll(() => page.locator('.menu-content').getAttribute('role'), patience).toBe('navigation');
    const sample = await section.locator('.panel-request-samples pre').first().textContent();
    expect(sample?.trim()).toBe(of['x-codeSamples'][0].source.trim());
    expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(viewport.width);
    await shot(page, `${of.operationId}-${device}-${colorScheme}`);
  });

  it('makes the danger of a force-cancel plain to see', async () => {
    const page = await open('#/admin-runs/forcecanceladminrun', options);
    const warning = page.locator(`${force} [data-component-name="Markdown/Markdown"]`).first();
    await warning.waitFor();
    expect(await warning.evaluate((element) => getComputedStyle(element).borderLeftWidth)).toBe('4px');
    expect(await warning.textContent()).toMatch(/lose|lost/);
  });

  it('shows every status with its meaning', async () => {
    const page = await open('#/admin-runs/listadminruns', options);
    const table = page.locator('table', { hasText: 'planned_and_finished' }).first();
    await table.scrollIntoViewIfNeeded();
    const { enum: statuses } = document.components.schemas.RunStatus;
    expect(await table.locator('td:first-child').allTextContents()).toEqual(statuses);
    await shot(page, `statuses-${device}-${colorScheme}`);
  });
});

describe.each([
  ['phone', phone],
  ['desktop', desktop],
] as const)('the search on a %s', (device, viewport) => {
  it.each(operations)('finds $of.operationId', async ({ hash, words, of }) => {
    const page = await open('', { viewport });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const box = device === 'phone' ? page.getByRole('button', { name: 'Search' }) : page.getByTestId('search-trigger');
    await box.click();
    await page.getByPlaceholder('Search docs...').fill(words);
    const first = page.getByTestId('search-dialog').locator('a').first();
    await expect.poll(() => first.textContent(), patience).toContain(of.summary);
    await first.click();
    await page
      .locator(`[data-section-id="${hash.slice(1)}"]`)
      .getByRole('heading', { name: of.summary })
      .waitFor();
    expect(new URL(page.url()).hash).toMatch(hash);
  });
});

it.each(operations)('shows every sample of $of.operationId', async ({ hash, of }) => {
  const page = await open(hash);
  const panel = page.locator(`[data-section-id="${hash.slice(1)}"] .panel-request-samples`);
  const languages = panel.locator('[data-component-name="Panel/PanelHeader"]').getByTestId('dropdown').last();
  await atRest(panel);
  for (const { label, source } of of['x-codeSamples'].toReversed()) {
    await languages.click();
    await page.getByRole('menuitem', { name: label, exact: true }).click();
    await expect.poll(async () => (await panel.locator('pre').textContent())?.trim(), patience).toBe(source.trim());
  }
});

it.each(['openapi.yaml', 'openapi.json'])('offers %s to download, in the bar and in the overview', async (name) => {
  const page = await open();
  const links = page.locator(`a[href="${name}"]:visible`);
  await page.locator(`#redoc a[href="${name}"]`).first().waitFor();
  expect(await links.count()).toBeGreaterThan(1);
  for (const link of [links.first(), links.last()]) {
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(readFileSync(await download.path())).toEqual(readFileSync(`${folder}/${name}`));
  }
});

it('changes between light and dark, and remembers it', async () => {
  const page = await open('', { colorScheme: 'light' });
  await page.getByTestId('color-mode-switcher').click();
  await expect.poll(() => luminance(page, '.bar'), patience).toBeLessThan(0.15);
  await page.reload();
  await expect.poll(() => luminance(page, '.bar'), patience).toBeLessThan(0.15);
});

it('lets the keyboard skip the menu', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => globalThis.document.activeElement?.tagName)).toBe('MAIN');
});

it('works as a file, without any server', async () => {
  const page = await open('#/admin-runs/forcecanceladminrun', {}, pathToFileURL(`${folder}/index.html`).href);
  await page.locator(force).getByRole('heading', { name: 'Force-cancel a run' }).waitFor();
});

it('names the downloads to a reader without JavaScript', async () => {
  const page = await open('', { javaScriptEnabled: false });
  const notice = page.locator('noscript p');
  expect(await notice.isVisible()).toBe(true);
  expect(await notice.locator('a').allTextContents()).toEqual(['openapi.yaml', 'openapi.json']);
});

it('forbids by its own policy to fetch anything', async () => {
  const page = await open();
  const fetched = page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'sent',
      () => 'refused',
    ),
  );
  expect(await fetched).toBe('refused');
  const refusals = problems.splice(0);
  expect(refusals.join('\n')).toMatch(/^console: .*violates the following Content Security Policy/);
  expect(refusals.filter((problem) => problem.startsWith('request'))).toEqual([]);
});
