import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildDocs } from './build.ts';
import { publishedFiles } from './document.ts';
import { serveDocs } from './serve.ts';
import { type VisitOptions, visit } from './visit.ts';

const artifacts = fileURLToPath(new URL('../../artifacts/docs/', import.meta.url));
const document = JSON.parse(readFileSync(publishedFiles['openapi.json'], 'utf8'));

// These addresses stand in other people's links: they must not change.
const operations = [
  {
    hash: '#/admin-runs/listadminruns',
    words: 'list all runs',
    endpoint: 'GET /api/v2/admin/runs',
    of: document.paths['/api/v2/admin/runs'].get,
  },
  {
    hash: '#/admin-runs/forcecanceladminrun',
    words: 'force-cancel',
    endpoint: 'POST /api/v2/admin/runs/{run_id}/actions/force-cancel',
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
  await buildDocs(folder);
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

async function open(hash = '', options: VisitOptions = {}, site = `${docs.url}/`): Promise<Page> {
  const visited = await visit(browser, site, `reference/index.html${hash}`, options);
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
    const markdown = page.locator(`${force} [data-component-name="Markdown/Markdown"]`);
    const warning = markdown.filter({ hasText: 'This can lose state' }).last();
    await warning.waitFor();
    expect(await warning.evaluate((element) => getComputedStyle(element).borderLeftWidth)).toBe('4px');
    expect(await warning.isVisible()).toBe(true);
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
  const links = page.locator(`a[href="../${name}"]:visible`);
  await page.locator(`#redoc a[href="../${name}"]`).first().waitFor();
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

it.each([1440, 768, 390])('has nothing to click that the keyboard cannot reach, at a width of %i', async (width) => {
  const page = await open('#/admin-runs/forcecanceladminrun', { viewport: { width, height: 900 } });
  await page.locator(force).getByRole('heading', { name: 'Force-cancel a run' }).first().waitFor();
  await expect.poll(() => page.locator('.menu-content').getAttribute('role'), patience).toBe('navigation');
  const unreachable = await page.evaluate(() => {
    const focusable = 'a[href], button, input, summary, [tabindex="0"]';
    const isClickable = (element: Element) => getComputedStyle(element).cursor === 'pointer';
    return [...globalThis.document.querySelectorAll('body *')]
      .filter((element) => element.checkVisibility() && isClickable(element))
      .filter((element) => !isClickable(element.parentElement as Element))
      .filter((element) => !element.closest(focusable) && !element.querySelector(focusable))
      .map((element) => element.outerHTML.slice(0, 300));
  });
  expect(unreachable).toEqual([]);
});

it('opens its search by the keyboard, from the box and by a shortcut', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const box = page.getByRole('button', { name: 'Search' }).filter({ visible: true });
  for (const key of ['Enter', 'Control+k']) {
    if (key === 'Enter') await box.press(key);
    else await page.keyboard.press(key);
    await page.getByPlaceholder('Search docs...').waitFor();
    await page.keyboard.press('Escape');
    await page.getByPlaceholder('Search docs...').waitFor({ state: 'detached' });
  }
});

it('works as a file, without any server', async () => {
  const page = await open('#/admin-runs/forcecanceladminrun', {}, `${pathToFileURL(folder).href}/`);
  await page.locator(force).getByRole('heading', { name: 'Force-cancel a run' }).waitFor();
});

it('leads a reader without JavaScript to the plain page', async () => {
  const page = await open('', { javaScriptEnabled: false });
  const notice = page.locator('noscript p');
  expect(await notice.isVisible()).toBe(true);
  expect(await notice.locator('a').getAttribute('href')).toBe('print.html');
});

it('prints the plain page in its place', async () => {
  const page = await open();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => sessionStorage.setItem('printed', ''));
  await page.addInitScript(() => {
    globalThis.print = () => sessionStorage.setItem('printed', location.pathname);
  });
  await page.keyboard.press('Control+p');
  await page.waitForURL('**/reference/print.html#print');
  const printed = () => page.evaluate(() => sessionStorage.getItem('printed'));
  await expect.poll(printed, patience).toBe('/reference/print.html');
});

it('says on paper where to print from, if the menu of the browser printed it', async () => {
  const page = await open();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('body > :visible').allTextContents()).toEqual([expect.stringContaining('print.html')]);
});

describe('behind a server that allows scripts and styles of its own alone', () => {
  // Style attributes, by which the renderer colors samples, are all that such a policy takes away.
  const policy = "script-src 'self'; style-src 'self'";
  const isRefusedStyle = (problem: string) => /Applying inline style violates/.test(problem);

  it.each(operations)('shows $of.operationId', async ({ hash, of }) => {
    const page = await open(hash, { policy });
    const section = page.locator(`[data-section-id="${hash.slice(1)}"]`);
    await section.getByRole('heading', { name: of.summary }).first().waitFor();
    const sample = section.locator('.panel-request-samples pre').first();
    expect((await sample.textContent())?.trim()).toBe(of['x-codeSamples'][0].source.trim());
    // The renderer's own rules apply: its menu stands beside the text.
    const [menu, text] = [await page.locator('.menu-content').boundingBox(), await section.boundingBox()];
    expect(menu && text && menu.x + menu.width <= text.x).toBe(true);
    await shot(page, `strict-${of.operationId}`);
    expect(problems.splice(0).filter((problem) => !isRefusedStyle(problem))).toEqual([]);
  });

  it('searches', async () => {
    const page = await open('', { policy });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByTestId('search-trigger').click();
    await page.getByPlaceholder('Search docs...').fill('force-cancel');
    const first = page.getByTestId('search-dialog').locator('a').first();
    await expect.poll(() => first.textContent(), patience).toContain('Force-cancel');
    expect(problems.splice(0).filter((problem) => !isRefusedStyle(problem))).toEqual([]);
  });
});

describe.each([
  ['1440', { width: 1440, height: 900 }],
  ['768', { width: 768, height: 1024 }],
  ['390', { width: 390, height: 844 }],
] as const)('at a width of %s', (_width, viewport) => {
  it.each(operations)(
    'shows method and whole path of $of.operationId below its title',
    async ({ hash, of, endpoint }) => {
      const page = await open(hash, { viewport });
      const section = page.locator(`[data-section-id="${hash.slice(1)}"]`);
      const code = section.locator('code', { hasText: endpoint }).first();
      const heading = section.getByRole('heading', { name: of.summary }).first();
      await expect.poll(() => code.textContent(), patience).toBe(endpoint);
      // Until the page has scrolled to the hash, a box may move between two measurements.
      const distance = async () => Number((await code.boundingBox())?.y) - Number((await heading.boundingBox())?.y);
      await expect.poll(distance, patience).toBeLessThan(160);
      const box = await code.boundingBox();
      expect(Number(box?.x) + Number(box?.width)).toBeLessThanOrEqual(viewport.width);
      // Nothing is cut off with an ellipsis.
      expect(
        await code.evaluate((element) => element.scrollWidth <= element.clientWidth || element.clientWidth === 0),
      ).toBe(true);
    },
  );

  it('hides nothing of a sample below its buttons', async () => {
    const page = await open('#/admin-runs/forcecanceladminrun', { viewport });
    const block = page.locator(`${force} [data-component-name="CodeBlock/CodeBlock"]`).first();
    await block.scrollIntoViewIfNeeded();
    const overlaps = await block.evaluate((element) => {
      const buttons = [...element.querySelectorAll('button, [data-testid*="copy"], [role="button"]')];
      const range = globalThis.document.createRange();
      range.selectNodeContents(element.querySelector('pre') as Element);
      const lines = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height < 60);
      const hidden = buttons.filter((button) => {
        const a = button.getBoundingClientRect();
        return lines.some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
      });
      return { buttons: buttons.length, lines: lines.length, hidden: hidden.length };
    });
    expect(overlaps.buttons).toBeGreaterThan(0);
    expect(overlaps.lines).toBeGreaterThan(3);
    expect(overlaps.hidden).toBe(0);
  });

  it('offers no menu of examples over a sample that it would not change', async () => {
    const page = await open('#/admin-runs/forcecanceladminrun', { viewport });
    const panel = page.locator(`${force} .panel-request-samples`);
    await panel.waitFor();
    expect(await panel.getByTestId('panel-body').getByTestId('dropdown').filter({ visible: true }).count()).toBe(0);
  });
});

it('keeps the close button of the phone apart from the switch of colors', async () => {
  const page = await open('', { viewport: phone });
  const button = page.getByTestId('floating-button');
  await button.click();
  const mode = page.getByTestId('color-mode-switcher').filter({ visible: true });
  await atRest(mode);
  const [a, b] = [await button.boundingBox(), await mode.boundingBox()];
  if (!a || !b) throw new Error('One of the two is not visible');
  const overlap = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  expect(overlap).toBe(false);
  await shot(page, 'menu-phone');
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
