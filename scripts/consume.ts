// `npm run consume -- --typescript 6 --node /usr/bin/node`: compiles the programs of packages/contract/consumers against the
// packed packages with that version of TypeScript, which npm downloads, and runs those that this Node may run.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPacked, type PublishedPackage, publishedPackages } from '@tfe-admin-runs/testing/packages';

const { typescript, node } = parseArgs({
  options: { typescript: { type: 'string', default: '5.9' }, node: { type: 'string', default: process.execPath } },
}).values;

const consumers = 'packages/contract/consumers';
const folder = await installPacked([...Object.keys(publishedPackages), '@types/node']);
try {
  cpSync(consumers, folder, { recursive: true });
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `typescript@${typescript}`);
  compile();
  for (const file of readdirSync(consumers)) runConsumer(file);
} finally {
  rmSync(folder, { recursive: true });
}

function run(file: string, ...args: string[]): string {
  return execFileSync(file, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Declarations are checked too, and as strictly as a compiler can. */
function compile() {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    target: 'ES2023',
    module: 'NodeNext',
    lib: ['ESNext'],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: readdirSync(consumers) }));
  const tsc = join(folder, 'node_modules/typescript/bin/tsc');
  const version = run(process.execPath, tsc, '--version').trim();
  try {
    run(process.execPath, tsc, '--project', '.', '--pretty', 'false');
  } catch (error) {
    throw new Error(`under ${version}:\n${(error as { stdout: string }).stdout}`);
  }
  console.log(`${version}: compiles`);
}

function runConsumer(file: string) {
  const name = file.replace('.ts', '');
  const version = run(node, '--print', 'process.versions.node').trim();
  const source = publishedPackages[`@tfe-admin-runs/${name}` as PublishedPackage];
  const { engines = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const oldest = Number.parseInt(engines.node?.replace('>=', '') ?? '0', 10);
  if (Number.parseInt(version, 10) < oldest) return console.log(`Node ${version}: ${name} needs ${oldest}`);
  const mock = join(folder, 'node_modules/@tfe-admin-runs/mock/bin/tfe-admin-runs-mock.js');
  // The mock runs under the pinned Node, the program under the one to try.
  const printed = run(process.execPath, mock, '--', node, `${name}.js`);
  if (printed === '') throw new Error(`${name} printed nothing under Node ${version}`);
  console.log(`Node ${version}: ${name} runs`);
}
