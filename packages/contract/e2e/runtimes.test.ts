import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { launchBrowser } from '@tfe-admin-runs/testing/browser';
import { installPacked } from '@tfe-admin-runs/testing/packages';
import { freePort } from '@tfe-admin-runs/testing/ports';
import { build as esbuild } from 'esbuild';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { cacheableInstallation, cachingProgram, expectFreshCheck } from './cached-list.ts';
import { expectTour, program } from './installed-client.ts';
import { droppingProxy, expectOneCancel, lostResponseProgram } from './lost-response.ts';

const require = createRequire(import.meta.url);
let folder: string;
let server: Server;
let unreachable: string;

beforeAll(async () => {
  [folder, server, unreachable] = await Promise.all([
    installPacked(['@tfe-admin-runs/client']),
    startServer(),
    freePort().then((port) => `http://127.0.0.1:${port}`),
  ]);
  await writeFile(join(folder, 'tour.js'), program);
  await writeFile(
    join(folder, 'main.js'),
    `import { loseResponse } from './lose-response.js';
    import { cancelLater } from './cancel-later.js';
    import { tour } from './tour.js';
    const { program, ...options } = JSON.parse(globalThis.process.argv[2]);
    const programs = { loseResponse, cancelLater, tour };
    await programs[program]({ ...options, report: (value) => console.log(JSON.stringify(value)) });`,
  );
  await writeFile(join(folder, 'lose-response.js'), lostResponseProgram);
  await writeFile(join(folder, 'cancel-later.js'), cachingProgram);
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

type Runtime = [name: string, executable: string | undefined, args: string[]];
const runtimes: Runtime[] = [
  [`Node ${process.versions.node}`, process.execPath, []],
  // The oldest supported version, and the newest of the other maintained ones.
  ...['20', '22', '26'].map((version): Runtime => {
    return [`Node ${version}`, installed(`node-${platform}-${arch}-${version}/bin/node`), []];
  }),
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

  test.skipIf(!executable)('lists, cancels, and reports errors', async () => {
    await server.reset();
    const { failures } = injectFailures(server);
    const { url: address, adminToken: token, userToken } = server;
    const options = { program: 'tour', address, token, userToken, unreachable };
    const reported = await run(executable as string, [...args, 'main.js', JSON.stringify(options)]);
    expectTour(reported, name.startsWith('Node') ? 'Not sent to' : 'No response from');
    expect(failures()).toEqual([429, 503, 429]);
  });

  test.skipIf(!executable)('cancels once if the response is lost, and reports it', async () => {
    const options = { program: 'loseResponse', address: await droppingProxy(server.url), token: server.adminToken };
    await server.reset();
    const reported = await run(executable as string, [...args, 'main.js', JSON.stringify(options)]);
    expectOneCancel(server, reported, name === 'Deno');
  });

  test.skipIf(!executable)('checks a run without the cache', async () => {
    const { address, id, ...installation } = await cacheableInstallation();
    const options = { program: 'cancelLater', address, id, token: 'a-token' };
    const reported = await run(executable as string, [...args, 'main.js', JSON.stringify(options)]);
    expectFreshCheck(installation, reported);
  });
});

describe('the packed client under workerd, which Cloudflare Workers run on', () => {
  const workerd = installed(`@cloudflare/workerd-${platform}-${arch === 'x64' ? '64' : arch}/bin/workerd`);
  if (!workerd) console.warn(`NOT TESTED under workerd: npm has none for ${platform} ${arch}.`);

  // Before November 2024 a Request had no `cache`.
  const compatibilityDates = ['2024-01-01', '2026-01-01'];

  test.skipIf(!workerd).each(compatibilityDates)('lists, cancels, and reports errors: as of %s', async (date) => {
    await server.reset();
    const { failures } = injectFailures(server);
    const worker = `import { tour } from './tour.js';
      export default {
        test: (_, { OPTIONS }) => tour({ ...OPTIONS, report: (value) => console.log(JSON.stringify(value)) }),
      };`;
    const bundle = { bundle: true, format: 'esm', outfile: join(folder, 'workerd.js') } as const;
    await esbuild({ stdin: { contents: worker, resolveDir: folder }, ...bundle });
    const options = { address: server.url, token: server.adminToken, userToken: server.userToken, unreachable };
    await writeFile(join(folder, 'options.json'), JSON.stringify(options));
    await writeFile(
      join(folder, 'config.capnp'),
      `using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (services = [
        (name = "internet", network = (allow = ["local"])),
        (name = "main", worker = (
          modules = [(name = "workerd.js", esModule = embed "workerd.js")],
          bindings = [(name = "OPTIONS", json = embed "options.json")],
          compatibilityDate = "${date}",
        )),
      ]);`,
    );
    expectTour(await run(workerd as string, ['test', 'config.capnp']));
    expect(failures()).toEqual([429, 503, 429]);
  });
});

describe('the packed client on a site that Vite made, in Chromium, from another origin', () => {
  let page: Page;
  let origin: string;
  let assets: string;

  beforeAll(async () => {
    await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>');
    await writeFile(
      join(folder, 'page.js'),
      `import { collecting } from './collecting.js';
      import { cancelLater } from './cancel-later.js';
      import { loseResponse } from './lose-response.js';
      import { tour } from './tour.js';
      globalThis.onPage = collecting(tour);
      globalThis.losingResponse = collecting(loseResponse);
      globalThis.canceling = collecting(cancelLater);
      globalThis.inWorker = (options) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL('./web-worker.js', import.meta.url), { type: 'module' });
          Object.assign(worker, { onmessage: ({ data }) => resolve(data), onerror: ({ message }) => reject(message) });
          worker.postMessage(options);
        });`,
    );
    await writeFile(
      join(folder, 'web-worker.js'),
      `import { collecting } from './collecting.js';
      import { tour } from './tour.js';
      globalThis.onmessage = async ({ data }) => postMessage(await collecting(tour)(data));`,
    );
    await writeFile(
      join(folder, 'collecting.js'),
      `export const collecting = (program) => async (options) => {
        const reported = [];
        await program({ ...options, report: (value) => reported.push(JSON.stringify(value)) });
        return reported;
      };`,
    );
    const vite = { root: folder, logLevel: 'warn', configFile: false } as const;
    await build({ ...vite, build: { target: 'esnext' }, worker: { format: 'es' } });
    const files = await readdir(join(folder, 'dist/assets'));
    assets = (await Promise.all(files.map((file) => readFile(join(folder, 'dist/assets', file), 'utf8')))).join('\n');
    const site = await preview({ ...vite, preview: { host: '127.0.0.1', port: 0 } });
    origin = new URL(site.resolvedUrls?.local[0] as string).origin;
    const browser = await launchBrowser();
    page = await browser.newPage();
    return async () => {
      await browser.close();
      await site.close();
    };
  });

  test.each(['onPage', 'inWorker'] as const)('lists, cancels, and reports errors: %s', async (where) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(origin);
    const open = await openTo(origin);
    const { failures } = injectFailures(open);
    const { url: address, adminToken: token, userToken } = open;
    expectTour(await call(where, { address, token, userToken, unreachable }));
    expect(failures()).toEqual([429, 503, 429]);
    expect(problems).toEqual([]);
  });

  test('cancels once if the response is lost, and reports it', async () => {
    const open = await openTo(origin);
    await page.goto(origin);
    const reported = await call('losingResponse', { address: await droppingProxy(open.url), token: open.adminToken });
    expectOneCancel(open, reported, true);
  });

  test('checks a run without the cache', async () => {
    const { address, id, ...installation } = await cacheableInstallation();
    await page.goto(origin);
    expectFreshCheck(installation, await call('canceling', { address, id, token: 'a-token' }));
  });

  test('nothing of Node is in the bundle', () => {
    expect(assets).toContain('application/vnd.api+json');
    expect(assets).not.toMatch(/node:|\brequire\(|\bBuffer\b/);
  });

  test('an origin that is not allowed gets an error that names CORS', async () => {
    const { url: address } = await openTo('https://elsewhere.example.com');
    await page.goto(origin);
    await expect(call('onPage', { address, token: 'any' })).rejects.toThrow(
      /Failed to fetch; check the address, HTTPS_PROXY or CORS$/m,
    );
  });

  /** Calls a function of the page, and returns what it resolves to. */
  function call(name: 'onPage' | 'inWorker' | 'losingResponse' | 'canceling', options: object) {
    const given = { name, options };
    return page.evaluate(({ name, options }) => {
      return (globalThis as unknown as Record<string, (options: object) => Promise<string[]>>)[name]?.(options);
    }, given) as Promise<string[]>;
  }

  /** Starts a server that pages of one origin may use. */
  async function openTo(corsOrigin: string) {
    const open = await startServer({ corsOrigin });
    onTestFinished(() => open.close());
    return open;
  }
});

/** Runs a program in the folder, and returns the lines that it prints. */
async function run(executable: string, args: string[]) {
  const { stdout } = await promisify(execFile)(executable, args, { cwd: folder });
  return stdout.trim().split('\n');
}

/** Makes three requests fail, which the client should retry. `failures` returns the statuses of the failed ones. */
function injectFailures(server: Server) {
  const headers = { 'retry-after': '0.001' };
  server.injectFailure({ operation: 'listAdminRuns', status: 429, headers });
  server.injectFailure({ operation: 'listAdminRuns', status: 503, headers });
  server.injectFailure({ operation: 'forceCancelAdminRun', status: 429, headers });
  return {
    failures: () => server.requests.map(({ status }) => status).filter((status) => [429, 503].includes(status)),
  };
}

/** The path of the first of these files that npm installed. */
function installed(...files: string[]) {
  return files
    .flatMap((file) => (require.resolve.paths('x') ?? []).map((path) => join(path, file)))
    .find((file) => existsSync(file));
}
