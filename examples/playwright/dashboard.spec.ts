import { expect, test } from '@playwright/test';

// The command of the server sets both.
const { TFE_ADDRESS, TFE_TOKEN } = process.env;

test.use({ baseURL: TFE_ADDRESS, extraHTTPHeaders: { authorization: `Bearer ${TFE_TOKEN}` } });

test('the dashboard lists the stuck run', async ({ page }) => {
  await page.route('/dashboard', (route) => route.fulfill({ path: 'dashboard.html' }));
  await page.goto('/dashboard');
  await expect(page.getByRole('listitem')).toHaveText(['run-8uGJbT4yNsVd6MxA is planning']);
});
