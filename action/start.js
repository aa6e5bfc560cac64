// Installs the package, starts its command, and waits for the line in which it prints its address.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath, versions } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { fail, files, folder } from './state.js';

const { USE = 'mock', VERSION = 'latest', PORT = '0' } = env;

if (!['mock', 'server'].includes(USE)) fail(`use must be mock or server, not ${USE}`);
// A version or a tag. npm takes much else: a range, an address, and for `..` or `x.tgz` what is in the checkout.
if (!/^(\d+\.\d+\.\d+(-[a-z]+\.\d+)?|[a-z]+)$/.test(VERSION)) fail(`version must be like 0.1.0, not ${VERSION}`);
if (Number.parseInt(versions.node, 10) < 24)
  fail(`Node 24 or newer is needed; this is ${versions.node}. Run actions/setup-node before.`);
if (existsSync(files.state)) fail('it was started before in this job: run the stop action first');

mkdirSync(folder, { recursive: true });
install(`@tfe-admin-runs/${USE}@${VERSION}`);

const token = USE === 'mock' ? 'mock-token' : randomUUID();
const child = start();
const address = await waitForAddress();
writeFileSync(files.state, JSON.stringify({ pid: child.pid, use: USE, address }));

console.log(`::add-mask::${token}`);
append('GITHUB_ENV', { TFE_ADDRESS: address, TFE_TOKEN: token });
append('GITHUB_OUTPUT', { address, token });
console.log(`The ${USE} listens on ${address}`);

function install(packageSpec) {
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status } = spawnSync('npm', ['install', ...options, packageSpec], { stdio: 'inherit' });
  if (status !== 0) fail(`npm could not install ${packageSpec}`);
}

/** Starts the command so that it outlives this step: no pipe, which would close, and a session of its own. */
function start() {
  const bin = join(folder, `node_modules/@tfe-admin-runs/${USE}/bin/tfe-admin-runs-${USE}.js`);
  const options = USE === 'mock' ? ['--report', files.report] : [];
  const started = spawn(execPath, [bin, '--port', PORT, ...options], {
    detached: true,
    stdio: ['ignore', openSync(files.stdout, 'w'), openSync(files.stderr, 'w')],
    env: { ...env, ADMIN_TOKEN: token, USER_TOKEN: randomUUID() },
  });
  started.unref();
  return started;
}

async function waitForAddress() {
  while (child.exitCode === null && child.signalCode === null) {
    const found = / listens on (http:\S+)\n/.exec(readFileSync(files.stdout, 'utf8'))?.[1];
    if (found) return found;
    await setTimeout(50);
  }
  return fail(`the ${USE} did not start: ${readFileSync(files.stderr, 'utf8').trim()}`);
}

/** Sets variables in a file that the runner reads after the step. */
function append(file, values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(env[file], lines.join(''));
}
