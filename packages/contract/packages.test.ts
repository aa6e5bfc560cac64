// Each published package as its users get it: packed, installed in an empty project, compiled against, and used.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { document } from '@tfe-admin-runs/testing/document';
import {
  installTarballs,
  type PublishedPackage,
  pack,
  publishedPackages,
  sourcesOf,
  type Tarball,
} from '@tfe-admin-runs/testing/packages';
import { build } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
function bin(name: string) {
  return join(root, 'node_modules/.bin', name);
}

const names = Object.keys(publishedPackages) as PublishedPackage[];
const privateNames = /@tfe-admin-runs\/(http|command|testing|contract)\b/;

let tarballs: Map<string, Tarball>;
let temporary: string;
let mock: Mock;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-packed-'));
  tarballs = await pack(temporary, [...names, '@types/node']);
  mock = await startMock();
});
afterAll(async () => {
  await mock.close();
  await rm(temporary, { recursive: true });
});

/** An empty project in which these packages, and what they depend on, are installed. */
async function project(...installed: string[]): Promise<string> {
  const folder = await mkdtemp(join(temporary, 'project-'));
  const sources = await sourcesOf(installed);
  await installTarballs(
    folder,
    [...sources.keys()].map((name) => tarballs.get(name) as Tarball),
  );
  return folder;
}

async function manifestOf(name: string) {
  const folder = publishedPackages[name as PublishedPackage] ?? `node_modules/${name}`;
  return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
}

async function dependenciesOf(name: string): Promise<Record<string, string>> {
  return (await manifestOf(name)).dependencies ?? {};
}

const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, target: 'ES2023' };
const nodeProject = {
  ...strict,
  module: 'NodeNext',
  lib: ['ESNext'],
  types: ['node'],
  allowImportingTsExtensions: true,
};

/** Checks the types of a program in a project. */
async function compile(folder: string, files: string[], compilerOptions: object): Promise<string> {
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const checked = await run(bin('tsc'), ['--project', '.', '--pretty', 'false'], { cwd: folder }).catch(
    (error) => error,
  );
  return checked.stdout;
}

describe.each(names)('%s', (name) => {
  const folder = publishedPackages[name];

  test('has a README and the license, and no tests', async () => {
    const { files } = tarballs.get(name) as Tarball;
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(files.filter((file) => /\.test|testing|e2e|tsbuildinfo/.test(file))).toEqual([]);
    expect(await readFile(join(root, folder, 'LICENSE'), 'utf8')).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
  });

  test('passes publint', async () => {
    const { buffer } = new Uint8Array(await readFile((tarballs.get(name) as Tarball).path));
    expect((await publint({ pack: { tarball: buffer }, strict: true })).messages).toEqual([]);
  });

  test('names no private package in its JavaScript or its types', async () => {
    const installed = join(await project(name), 'node_modules', name);
    const code = (tarballs.get(name) as Tarball).files.filter((file) => /\.(c?js|d\.ts)$/.test(file));
    for (const file of code) expect(await readFile(join(installed, file), 'utf8'), file).not.toMatch(privateNames);
    expect(JSON.stringify(await dependenciesOf(name))).not.toMatch(privateNames);
  });

  test('has the sources to which its declaration maps lead, and no others', async () => {
    const { files, path } = tarballs.get(name) as Tarball;
    const sources = new Set<string>();
    for (const file of files.filter((file) => file.endsWith('.d.ts.map'))) {
      const { stdout } = await run('tar', ['-xzOf', path, `package/${file}`]);
      for (const source of JSON.parse(stdout).sources)
        sources.add(new URL(source, `file:///${file}`).pathname.slice(1));
    }
    expect(files.filter((file) => file.startsWith('src/')).sort()).toEqual([...sources].sort());
  });

  test('is compiled against, declarations and all, and used in an empty project', async () => {
    const installed = await project(name, '@types/node');
    await cp(new URL(`consumers/${name.split('/')[1]}.ts`, import.meta.url), join(installed, 'consumer.ts'));
    expect(await compile(installed, ['consumer.ts'], nodeProject)).toBe('');
    const env = { ...process.env, TFE_ADDRESS: mock.url, TFE_TOKEN: 'a-token' };
    const { stdout, stderr } = await run(process.execPath, ['consumer.ts'], { cwd: installed, env });
    expect({ stdout, stderr }).toEqual({ stdout: printedBy[name], stderr: '' });
  });
});

const paths = Object.keys(document.paths).length;
const printedBy: Record<PublishedPackage, unknown> = {
  '@tfe-admin-runs/openapi': `${document.openapi} ${paths}\n3.0.3 ${paths}\nopenapi: ${document.openapi}\nopenapi: 3.0.3\n`,
  '@tfe-admin-runs/types': 'true true 1000\n',
  '@tfe-admin-runs/client': 'pending 1 runs are stuck, canceled\n',
  '@tfe-admin-runs/mock': 'GET /api/v2/admin/runs 200 | GET /api/v2/admin/runs 200 [redacted]\n',
  '@tfe-admin-runs/server': 'planning 200 3\n',
  '@tfe-admin-runs/cli': 'What tfe-admin-runs prints with --json\n',
};

// The others export JSON and YAML only.
const withTypes = names.filter((name) => !/(openapi|cli)$/.test(name));
test.each(withTypes)('attw finds the types of %s', async (name) => {
  const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
  const { stdout } = await run(bin('attw'), [(tarballs.get(name) as Tarball).path, ...options]);
  expect(stdout).toContain('node16 (from ESM): 🟢 (ESM)');
});

describe('the commands', () => {
  const program = `fetch(process.env.TFE_ADDRESS + '/_health').then(({ status }) => console.log(status))`;

  test.each(['mock', 'server'])('of the %s run from its tarball', async (name) => {
    const installed = await project(`@tfe-admin-runs/${name}`);
    const command = [`tfe-admin-runs-${name}`, '--', process.execPath, '-e', program];
    expect((await run('npx', command, { cwd: installed })).stdout).toBe('200\n');
  });

  test('of the server read from the bundle what they need: migrations, facts, the process that fills, the thread that lists', async () => {
    const installed = await project('@tfe-admin-runs/server');
    const { version } = await manifestOf('@tfe-admin-runs/server');
    const command = (...args: string[]) => run('npx', ['tfe-admin-runs-server', ...args], { cwd: installed, env });
    const env = { ...process.env, ADMIN_TOKEN: 'the-admin' };
    expect((await command('--version')).stdout).toBe(`${version}\n`);
    const list = `
      const headers = { authorization: 'Bearer the-admin' };
      fetch(process.env.TFE_ADDRESS + '/api/v2/admin/runs?q=prod', { headers })
        .then((response) => response.json())
        .then(({ data, meta }) => console.log(data.length, meta['status-counts'].total));`;
    const listed = await command('--data', 'runs.db', '--seed', '25000', '--', process.execPath, '-e', list);
    expect(listed.stdout).toMatch(/^20 \d{4}\n$/);
    expect((await command('verify', '--data', 'runs.db')).stdout).toBe('the counters agree with the runs\n');
  });

  test('of the server says what PostgreSQL needs', async () => {
    const installed = await project('@tfe-admin-runs/server');
    const args = ['tfe-admin-runs-server', 'audit', '--database', 'postgres://127.0.0.1:1/x'];
    const { stderr, code } = await run('npx', args, { cwd: installed }).catch((error) => error);
    expect({ stderr, code }).toEqual({
      stderr: 'tfe-admin-runs-server: PostgreSQL needs the package pg: run `npm install pg`\n',
      code: 1,
    });
  });
});

describe('the client', () => {
  let installed: string;
  beforeAll(async () => {
    installed = await project('@tfe-admin-runs/client', '@types/node');
  });

  test('brings openapi-fetch, leven and our types, and runs no script when it is installed', async () => {
    const { dependencies, sideEffects, scripts, version } = await manifestOf('@tfe-admin-runs/client');
    expect(Object.keys(dependencies)).toEqual(['@tfe-admin-runs/types', 'leven', 'openapi-fetch']);
    expect(dependencies['@tfe-admin-runs/types']).toBe(version);
    expect(sideEffects).toBe(false);
    expect(Object.keys(scripts)).not.toContain('postinstall');
    expect(await dependenciesOf('@tfe-admin-runs/types')).toEqual({});
  });

  const program = `
    const client = createAdminRunsClient({ address: process.env.TFE_ADDRESS, token: 'secret-token' });
    const print = ({ data }) => console.log(data[0].id);
    client.list({ status: ['pending'] }).then(print).then(() => client.list({ status: ['no_such'] })).catch(console.log);`;
  const printed =
    /^run-VCsNJXa59eUza53R\nApiError: \S+ responded with 400: filter\[status\] cannot be no_such.*\n(?!.*secret-token)/s;
  const nodes = installedNodes();

  test.each(nodes)('is imported by plain JavaScript under Node %s', async (_, node) => {
    const code = `import { createAdminRunsClient } from '@tfe-admin-runs/client';${program}`;
    expect(await runProgram(node, 'program.js', code)).toMatch(printed);
  });

  const cannotRequireModules = /^(20\.(\d|1[0-8])|21\.\d+|22\.(\d|1[01]))\./;
  test.each(nodes.filter(([version]) => !cannotRequireModules.test(version)))(
    'is required by CommonJS under Node %s',
    async (_, node) => {
      const code = `const { createAdminRunsClient } = require('@tfe-admin-runs/client');${program}`;
      expect(await runProgram(node, 'program.cjs', code)).toMatch(printed);
    },
  );

  async function runProgram(node: string, name: string, code: string): Promise<string> {
    await writeFile(join(installed, name), code);
    const env = { ...process.env, TFE_ADDRESS: mock.url };
    return (await run(node, [name], { cwd: installed, env })).stdout;
  }

  const onlyError = /^wrong\.ts\(2,\d+\): error TS\d+: Type '"planing"' is not assignable to type .*\n$/;
  test.each<[string, object]>([
    ['NodeNext', { module: 'NodeNext', types: [] }],
    ['NodeNext without the DOM', { module: 'NodeNext', lib: ['ES2023'], types: ['node'] }],
    ['bundler resolution', { module: 'ESNext', moduleResolution: 'bundler', types: [] }],
  ])('accepts a right program and rejects a wrong one under %s', async (name, options) => {
    const folder = join(installed, name.replaceAll(' ', '-'));
    await mkdir(folder);
    await writeFile(
      join(folder, 'right.ts'),
      `import { type AdminRunsClient, resolve } from '@tfe-admin-runs/client';
      export const right = async (client: AdminRunsClient) =>
        resolve(await client.list({ status: ['planning'], include: ['workspace'] })).map((run) => run.workspace?.id);`,
    );
    await writeFile(
      join(folder, 'wrong.ts'),
      `import type { AdminRunsClient } from '@tfe-admin-runs/client';
      export const wrong = (client: AdminRunsClient) => client.list({ status: ['planing'] });`,
    );
    expect(await compile(folder, ['right.ts', 'wrong.ts'], { ...strict, ...options })).toMatch(onlyError);
  });

  test('needs nothing of Node in a bundle for browsers', async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '@tfe-admin-runs/client'`, resolveDir: installed },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    expect(outputFiles[0]?.text).not.toMatch(/\b(node:|import\b|require\()/);
  });
});

/** Every Node from 20 on that is here: the one that runs this, and those on the path. */
function installedNodes(): [version: string, path: string][] {
  const nodes = new Map([[process.versions.node, process.execPath]]);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const node = join(folder, 'node');
    if (!existsSync(node)) continue;
    const version = execFileSync(node, ['--print', 'process.versions.node'], { encoding: 'utf8' }).trim();
    if (Number.parseInt(version, 10) >= 20 && !nodes.has(version)) nodes.set(version, node);
  }
  console.log(`The packed client is tested under Node ${[...nodes.keys()].join(' and ')}.`);
  return [...nodes];
}
