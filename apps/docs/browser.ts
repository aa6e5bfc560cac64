import { type Browser, chromium } from 'playwright-core';

/** Starts the Chromium that npm installed (`browser.setup.ts`); where there is none for the platform, an installed Chrome. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  // Not the package's own arguments: with them a closed page ends the browser, and CSP and CORS are not enforced.
  const options = { headless: true, args: ['--no-sandbox'] };
  try {
    return await chromium.launch({ ...options, ...(executablePath ? { executablePath } : { channel: 'chrome' }) });
  } catch (cause) {
    if (executablePath) throw cause;
    const message = 'npm has no Chromium for this platform, and no Chrome is installed: set CHROMIUM_PATH to one.';
    throw new Error(message, { cause });
  }
}
