import { defineConfig } from '@playwright/test';

// Without CHROMIUM_PATH, Playwright uses the browser that `npx playwright install chromium` downloaded.
const { CHROMIUM_PATH } = process.env;

export default defineConfig({
  reporter: 'line',
  use: { launchOptions: CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH, args: ['--no-sandbox'] } : {} },
});
