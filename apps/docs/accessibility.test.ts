import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveDocs } from './serve.ts';
import { visit } from './visit.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// Redoc's own markup, which we cannot mend: the search box's clear button and the dropdowns of examples.
const upstream = ['button-name', 'label-content-name-mismatch'];

let docs: Awaited<ReturnType<typeof serveDocs>>;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  [docs, browser] = await Promise.all([serveDocs({ port: 0 }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await docs?.close();
});

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  it.each([
    ['overview', ''],
    ['list', '#/admin-runs/listadminruns'],
    ['force-cancel', '#/admin-runs/forcecanceladminrun'],
  ])('the %s meets WCAG 2.1 AA', async (_name, hash) => {
    const { page } = await visit(browser, `${docs.url}/`, hash, { colorScheme, bypassCSP: true });
    await page
      .getByRole('heading', { level: 1 })
      .or(page.getByRole('heading', { level: 2 }))
      .first()
      .waitFor();
    await page.addScriptTag({ content: source });
    const found = await page.evaluate(async (rules) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
        rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
      });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    }, upstream);
    expect(found).toEqual([]);
    await page.context().close();
  });
});
