import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import unpackBrowser from '@tfe-admin-runs/testing/browser.setup';
import { serveDocs } from '../../apps/docs/serve.ts';
import { median, type Ratio, type Row, ratioOf, timeRow } from './measure.ts';

// Installed with all that it depends on, it takes 287 MB; this bench needs one file of it.
const scalar = '@scalar/api-reference@1.72.1';
const folder = 'artifacts/bench-site';
const rounds = 7;

interface View {
  /** From the start of the navigation until the browser painted something, in milliseconds. */
  firstPaint: number;
  /** Everything that the first view loaded, each file gzipped. */
  bytes: number;
}

/** The site against the default build of Redoc and against Scalar, which show the same document. */
export async function benchSite(): Promise<Row[]> {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['redoc', 'scalar']) mkdirSync(`${folder}/${name}`, { recursive: true });
  buildRedoc(`${folder}/redoc`);
  buildScalar(`${folder}/scalar`);
  unpackBrowser();
  const [site, redocSite, scalarSite, browser] = await Promise.all([
    serveDocs({ port: 0 }),
    serveDocs({ port: 0, folder: `${folder}/redoc` }),
    serveDocs({ port: 0, folder: `${folder}/scalar` }),
    launchBrowser(),
  ]);
  const pages = {
    guide: `${site.url}/index.html`,
    reference: `${site.url}/reference/index.html`,
    redoc: `${redocSite.url}/index.html`,
    scalar: `${scalarSite.url}/index.html`,
  };
  const views: Record<keyof typeof pages, View[]> = { guide: [], reference: [], redoc: [], scalar: [] };
  for (let round = 0; round < rounds; round++)
    for (const [name, url] of Object.entries(pages)) views[name as keyof typeof pages].push(await view(browser, url));
  await Promise.all([browser, site, redocSite, scalarSite].map((each) => each.close()));

  const { guide, reference, redoc, scalar } = views;
  return [
    weightRow('reference, first view gzipped, against the default Redoc build', reference, redoc, 1.05),
    weightRow('reference, first view gzipped, against Scalar', reference, scalar, 1),
    weightRow('guide, first view gzipped, against the default Redoc build', guide, redoc, 0.05),
    paintRow('reference, first paint, against the default Redoc build', reference, redoc, 1.1),
    paintRow('reference, first paint, against Scalar', reference, scalar, 1),
    paintRow('guide, first paint, against the default Redoc build', guide, redoc, 1),
  ];
}

/** The default build, but with its script in the page: otherwise it comes from a server elsewhere. */
function buildRedoc(target: string) {
  const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
  const args = ['build-docs', 'openapi/dist/openapi.json', '--inlineBundle', '--output', `${target}/index.html`];
  execFileSync(process.execPath, [redocly, ...args], {
    stdio: 'pipe',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
}

/** A page as Scalar's documentation shows it, with the document in it. */
function buildScalar(target: string) {
  execFileSync('npm', ['pack', scalar, '--silent', '--pack-destination', folder], { stdio: 'pipe' });
  const [tarball = ''] = globSync('*.tgz', { cwd: folder });
  const script = 'package/dist/browser/standalone.js';
  execFileSync('tar', ['-xzf', `${folder}/${tarball}`, '-C', target, '--strip-components=3', script]);
  if (!existsSync(`${target}/standalone.js`)) throw new Error(`${scalar} has no ${script}`);
  const document = readFileSync('openapi/dist/openapi.json', 'utf8').replaceAll('</', '<\\/');
  const start = `Scalar.createApiReference('#app', { content: ${document}, withDefaultFonts: false });`;
  writeFileSync(
    `${target}/index.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>API</title><div id="app"></div>
<script src="standalone.js"></script><script>${start}</script></html>`,
  );
}

/** Opens a page with an empty cache. Requests to other servers are blocked. */
async function view(browser: Awaited<ReturnType<typeof launchBrowser>>, url: string): Promise<View> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { origin } = new URL(url);
  await context.route('**', (route) => (route.request().url().startsWith(origin) ? route.continue() : route.abort()));
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => bodies.push(response.body()));
  await page.goto(url);
  await page.locator('h1', { hasText: 'Admin Runs API' }).first().waitFor();
  // A title can be in the page before it is painted.
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  const firstPaint = (await painted.jsonValue()) as number;
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  await context.close();
  return { firstPaint, bytes };
}

function weightRow(what: string, ours: View[], peer: View[], limit: number): Row {
  const [mine, theirs] = [ours, peer].map((views) => views.map(({ bytes }) => bytes)) as [number[], number[]];
  const ratio: Ratio = ratioOf(mine, theirs);
  return { what, ours: kilobytes(mine), peer: kilobytes(theirs), ratio, target: { sense: '<=', value: limit } };
}

function paintRow(what: string, ours: View[], peer: View[], limit: number): Row {
  const times = (views: View[]) => views.map(({ firstPaint }) => firstPaint);
  return timeRow(what, times(ours), times(peer), limit);
}

function kilobytes(bytes: number[]): string {
  return `${Math.round(median(bytes) / 1000)} kB`;
}
