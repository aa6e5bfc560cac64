import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { example } from './stub.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = (name: string) => join(root, 'node_modules/.bin', name);

const ours = ['openapi', 'packages/types', 'packages/client'];
const theirs = ['openapi-fetch', 'openapi-typescript-helpers', '@types/node', 'undici-types'];
interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
}
let packed: Map<string, Packed>;
let folder: string;
const tarball = (name: string) => join(folder, packed.get(name)?.filename ?? name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-'));
  const packages = [...ours, ...theirs.map((name) => `node_modules/${name}`)].map((path) => `./${path}`);
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', [...pack, ...packages], { cwd: root });
  packed = new Map(Object.values<Packed>(JSON.parse(stdout)).map((each) => [each.name, each]));

  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--cache', 'cache'];
  const installed = [...packed.keys()].filter((name) => name !== '@tfe-admin-runs/openapi').map(tarball);
  await run('npm', [...install, ...installed], { cwd: folder });
});

afterAll(() => rm(folder, { recursive: true }));

describe('what is published', () => {
  const built = (...names: string[]) => names.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]);

  test.each([
    ['@tfe-admin-runs/openapi', ['dist/openapi.json', 'dist/openapi.yaml']],
    ['@tfe-admin-runs/types', built('index', 'openapi.gen', 'status')],
    [
      '@tfe-admin-runs/client',
      built('admin-runs', 'client', 'environment', 'errors', 'include', 'index', 'transport', 'version'),
    ],
  ])('%s holds these files and no others', (name, files) => {
    const paths = packed.get(name)?.files.map(({ path }) => path);
    expect(paths?.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...files].sort());
  });

  test.each(ours)('%s has the licence of the repository', async (path) => {
    expect(await readFile(join(root, path, 'LICENSE'), 'utf8')).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
  });

  test.each(['@tfe-admin-runs/openapi', '@tfe-admin-runs/types', '@tfe-admin-runs/client'])(
    'publint has nothing to say about %s',
    async (name) => {
      const { buffer } = await readFile(tarball(name)).then((file) => new Uint8Array(file));
      expect((await publint({ pack: { tarball: buffer }, strict: true })).messages).toEqual([]);
    },
  );

  test.each(['@tfe-admin-runs/types', '@tfe-admin-runs/client'])('attw finds the types of %s', async (name) => {
    const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
    const { stdout } = await run(bin('attw'), [tarball(name), ...options], { cwd: folder });
    expect(stdout).toContain('node16 (from ESM): 🟢 (ESM)');
  });

  test('the client brings openapi-fetch and our types, and nothing else', async () => {
    const { dependencies, sideEffects, scripts } = await manifest('@tfe-admin-runs/client');
    expect(Object.keys(dependencies)).toEqual(['@tfe-admin-runs/types', 'openapi-fetch']);
    expect(sideEffects).toBe(false);
    expect(Object.keys(scripts)).not.toContain('postinstall');
    const types = await manifest('@tfe-admin-runs/types');
    expect(types).not.toHaveProperty('dependencies');
    expect(dependencies['@tfe-admin-runs/types']).toBe(types.version);
  });

  const manifest = async (name: string) =>
    JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
});

describe('in an empty project', async () => {
  const nodes = await installedNodes();
  console.log(`The packed client is tested under Node ${[...nodes.keys()].join(' and ')}.`);
  const program = `
    const client = createAdminRunsClient({ address: process.argv[2], token: 'secret-token' });
    const print = ({ data }) => console.log(data[0].id);
    client.list({ status: ['pending'] }).then(print).then(() => client.forceCancelUnguarded('run-none')).catch(console.log);`;
  const printed =
    /^run-VCsNJXa59eUza53R\nApiError: \S+ answered 404: not found \(or the token is no site administrator's\)\n(?!.*secret-token)/s;

  test.each([...nodes])('plain JavaScript lists runs under Node %s', async (_, node) => {
    const code = `import { createAdminRunsClient } from '@tfe-admin-runs/client';${program}`;
    await expect(runProgram(node, 'program.js', code)).resolves.toMatch(printed);
  });

  const cannotRequire = /^(20\.(\d|1[0-8])|21\.\d+|22\.(\d|1[01]))\./;
  const requiring = [...nodes].filter(([version]) => !cannotRequire.test(version));
  test.each(requiring)('CommonJS requires it under Node %s', async (_, node) => {
    const code = `const { createAdminRunsClient } = require('@tfe-admin-runs/client');${program}`;
    await expect(runProgram(node, 'program.cjs', code)).resolves.toMatch(printed);
  });

  async function runProgram(node: string, name: string, code: string) {
    const server = createServer((request, response) => {
      const right = request.url === '/api/v2/admin/runs?filter%5Bstatus%5D=pending';
      response.writeHead(right ? 200 : 404, { 'Content-Type': 'application/vnd.api+json' });
      response.end(JSON.stringify(example(right ? 'single-page' : 'run-not-found')));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server, 'listening');
    await writeFile(join(folder, name), code);
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return (await run(node, [name, address], { cwd: folder })).stdout;
  }

  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'ES2022',
  };
  const onlyError = /^wrong\.ts\(2,\d+\): error TS\d+: Type '"planing"' is not assignable to type .*\n$/;
  describe.each<[string, object]>([
    ['NodeNext', { module: 'NodeNext', types: [] }],
    ['NodeNext without the DOM', { module: 'NodeNext', lib: ['ES2023'], types: ['node'] }],
    ['bundler resolution', { module: 'ESNext', moduleResolution: 'bundler', types: [] }],
  ])('TypeScript under %s', (name, options) => {
    const project = () => join(folder, name.replaceAll(' ', '-'));

    beforeAll(async () => {
      await mkdir(project());
      await cp(new URL('consumer.ts', import.meta.url), join(project(), 'right.ts'));
      await writeFile(
        join(project(), 'wrong.ts'),
        `import type { AdminRunsClient } from '@tfe-admin-runs/client';
        export const wrong = (client: AdminRunsClient) => client.list({ status: ['planing'] });`,
      );
    });

    test('checks a right program, declarations and all, and refuses a wrong one', async () => {
      const config = { compilerOptions: { ...strict, ...options }, files: ['right.ts', 'wrong.ts'] };
      await writeFile(join(project(), 'tsconfig.json'), JSON.stringify(config));
      const checked = run(bin('tsc'), ['--project', '.', '--pretty', 'false'], { cwd: project() });
      await expect(checked).rejects.toHaveProperty('stdout', expect.stringMatching(onlyError));
    });
  });

  test('a bundle for browsers needs nothing of Node', async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '@tfe-admin-runs/client'`, resolveDir: folder },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
    });
    expect(outputFiles[0]?.text).not.toMatch(/\b(node:|import\b|require\()/);
  });
});

/** Every Node from 20 on that can be had here, one of each version: the one that runs this, and those on the path. */
async function installedNodes() {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((path) => join(path, 'node'));
  const nodes = new Map([[process.versions.node, process.execPath]]);
  for (const node of candidates.filter((path) => existsSync(path))) {
    const { stdout } = await run(node, ['--print', 'process.versions.node']);
    if (Number.parseInt(stdout, 10) >= 20 && !nodes.has(stdout.trim())) nodes.set(stdout.trim(), node);
  }
  return nodes;
}
