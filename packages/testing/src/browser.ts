import { type Browser, chromium } from 'playwright-core';

/** Starts the Chromium that npm installed (`browser.setup.ts`), or an installed Chrome where npm has none for the platform. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  // Not the package's own arguments: with them, closing a page ends the browser, and CSP and CORS are switched off.
  const options = { headless: true, args: ['--no-sandbox'] };
  try {
    return await chromium.launch({ ...options, ...(executablePath ? { executablePath } : { channel: 'chrome' }) });
  } catch (cause) {
    if (executablePath) throw cause;
    const message = 'npm has no Chromium for this platform, and no Chrome is installed: set CHROMIUM_PATH to one.';
    throw new Error(message, { cause });
  }
}
