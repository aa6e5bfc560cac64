import { arch, platform } from 'node:process';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Starts the Chromium that npm installed; where there is none for the platform, one that the machine has. */
export async function launchBrowser(): Promise<Browser> {
  // Not the package's own arguments: with them a closed page ends the browser, and CSP and CORS are not enforced.
  const options = { headless: true, args: ['--no-sandbox'] };
  const named = process.env.CHROMIUM_PATH;
  if (named) return playwright.launch({ ...options, executablePath: named });
  if (platform === 'linux' && arch === 'x64') {
    return playwright.launch({ ...options, executablePath: await chromium.executablePath() });
  }
  try {
    return await playwright.launch({ ...options, channel: 'chrome' });
  } catch (cause) {
    const message = `npm has no Chromium for ${platform} ${arch}, and no Chrome is installed: set CHROMIUM_PATH to one.`;
    throw new Error(message, { cause });
  }
}
