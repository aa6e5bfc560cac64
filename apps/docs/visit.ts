import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface Visit {
  page: Page;
  /** Requests that left the folder (each was refused), errors on the console, errors of the page. */
  problems: string[];
}

/** Opens a page in a browser that refuses every address outside of `base`. */
export async function visit(browser: Browser, base: string, hash: string, options: BrowserContextOptions) {
  const problems: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url.startsWith(base)) return route.continue();
    problems.push(`request: ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  await page.goto(`${base}${hash}`);
  return { page, problems } satisfies Visit;
}
