import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';

export interface Visit {
  page: Page;
  /** Requests that left the folder (each was refused), errors on the console, errors of the page. */
  problems: string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** A policy that the server sends with every file, as a hardened server would. */
  policy?: string;
}

/** Opens a page of a site in a browser that refuses every address outside of `site`, which ends in a slash. */
export async function visit(browser: Browser, site: string, path: string, options: VisitOptions = {}): Promise<Visit> {
  const { policy, ...contextOptions } = options;
  const problems: string[] = [];

  async function withPolicy(route: Route) {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': policy ?? '' };
    return route.fulfill({ response, headers });
  }

  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url.startsWith(site)) return policy ? withPolicy(route) : route.continue();
    problems.push(`request: ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  await page.goto(`${site}${path}`);
  return { page, problems };
}
