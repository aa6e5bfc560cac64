import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { build, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../apps/docs/browser.ts';
import { expectTour, installClient, program } from './installed.ts';

const require = createRequire(import.meta.url);
let folder: string;
let server: Server;
let nobody: string;

beforeAll(async () => {
  [folder, server, nobody] = await Promise.all([installClient(), startServer(), closedPort()]);
  await writeFile(join(folder, 'tour.js'), program);
  await writeFile(
    join(folder, 'main.js'),
    `import { tour } from './tour.js';
    await tour({ ...JSON.parse(globalThis.process.argv[2]), tell: (value) => console.log(JSON.stringify(value)) });`,
  );
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

const runtimes: [name: string, executable: string | undefined, args: string[]][] = [
  ['Node', process.execPath, []],
  [
    'Deno',
    installed(`@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}/deno`),
    ['run', '--allow-net', '--no-remote'],
  ],
  [
    'Bun',
    installed(`@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`, 'bun/bin/bun.exe'),
    ['run', '--no-install'],
  ],
];

describe.each(runtimes)('the packed client under %s', (name, executable, args) => {
  if (!executable) console.warn(`NOT TESTED under ${name}: npm has none for ${platform} ${arch}.`);

  test.skipIf(!executable)('lists, cancels, and tells what went wrong', async () => {
    server.reset();
    const options = { address: server.url, token: server.adminToken, userToken: server.userToken, nobody };
    const ran = promisify(execFile)(executable as string, [...args, 'main.js', JSON.stringify(options)], {
      cwd: folder,
    });
    expectTour((await ran).stdout.trim().split('\n'));
  });
});

describe('the packed client on a page that Vite made, in Chromium, from another origin', () => {
  test('lists, cancels, and tells what went wrong; nothing of Node is in the bundle', async () => {
    await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>');
    await writeFile(join(folder, 'page.js'), `import { tour } from './tour.js'; globalThis.tour = tour;`);
    const vite = { root: folder, logLevel: 'warn', configFile: false } as const;
    await build({ ...vite, build: { target: 'esnext' } });
    const { assets } = await readBundle();
    expect(assets).not.toMatch(/node:|\brequire\(|\bBuffer\b/);

    const site = await preview({ ...vite, preview: { host: '127.0.0.1', port: 0 } });
    onTestFinished(() => site.close());
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(site.resolvedUrls?.local[0] as string);
    const {
      url: address,
      adminToken: token,
      userToken,
    } = await openTo(new URL(site.resolvedUrls?.local[0] as string).origin);
    const options = { address, token, userToken, nobody };
    const told = await page.evaluate(async (options) => {
      const told: string[] = [];
      const { tour } = globalThis as unknown as { tour: (options: object) => Promise<void> };
      await tour({ ...options, tell: (value: unknown) => told.push(JSON.stringify(value)) });
      return told;
    }, options);
    expectTour(told);
    expect(problems).toEqual([]);
  });

  test('an origin that is not let in gets an error that names CORS', async () => {
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const { url: address } = await openTo('https://elsewhere.example.com');
    await page.goto(server.url);
    await page.addScriptTag({ content: (await readBundle()).assets, type: 'module' });
    await page.waitForFunction(() => 'tour' in globalThis);
    const message = await page.evaluate(async (address) => {
      const { tour } = globalThis as unknown as { tour: (options: object) => Promise<void> };
      return tour({ address, token: 'any' }).catch((error: Error) => error.message);
    }, address);
    expect(message).toMatch(/Failed to fetch; check the address, HTTPS_PROXY or CORS$/);
  });

  /** A server that pages of one origin may use. */
  async function openTo(corsOrigin: string) {
    const open = await startServer({ corsOrigin });
    onTestFinished(() => open.close());
    return open;
  }

  async function readBundle() {
    const html = await readFile(join(folder, 'dist/index.html'), 'utf8');
    const files = [...html.matchAll(/src="\/(assets\/[^"]+)"/g)].map(([, file]) =>
      join(folder, 'dist', file as string),
    );
    return { assets: (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n') };
  }
});

/** The first of these files of packages that npm installed. */
function installed(...files: string[]) {
  return files
    .flatMap((file) => (require.resolve.paths('x') ?? []).map((path) => join(path, file)))
    .find((file) => existsSync(file));
}

/** An address at which nobody listens. */
async function closedPort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
