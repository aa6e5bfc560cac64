// Stops what start.js has started, and reports the requests that the mock rejected.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { env, kill } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { escapeCommand, fail, files } from './state.js';

const isStrict = env.STRICT === 'true';
if (!existsSync(files.state)) fail('nothing was started in this job: run the start action first');
const { pid, use, address } = JSON.parse(readFileSync(files.state, 'utf8'));
if (isStrict && use !== 'mock') fail('strict needs the mock: the server is as lenient as the platform');

// Not by its process ID, which a process that has ended may keep for a while.
const wasRunning = await fetch(`${address}/_health`).then(
  () => true,
  () => false,
);
if (!wasRunning) {
  rmSync(files.state);
  fail(`the ${use} had ended before: ${readFileSync(files.stderr, 'utf8').trim()}`);
}
kill(pid, 'SIGTERM');
while (isRunning()) await setTimeout(50);
rmSync(files.state);
if (use === 'mock') reportRejections();

function isRunning() {
  try {
    return kill(pid, 0) && !isZombie();
  } catch {
    return false;
  }
}

/** A container of a job has no init: a process that has ended keeps its process ID, because nothing waits for it. */
function isZombie() {
  const file = `/proc/${pid}/status`;
  return existsSync(file) && /^State:\s+Z/m.test(readFileSync(file, 'utf8'));
}

function reportRejections() {
  const { requests, findings, omitted } = JSON.parse(readFileSync(files.report, 'utf8'));
  const count = findings.length + omitted;
  console.log(`The mock got ${requests} requests and rejected ${count}.`);
  const command = isStrict ? 'error' : 'warning';
  for (const { method, url, status, problems } of findings) {
    const details = problems.map(({ detail }) => detail).join('; ');
    console.log(`::${command} title=rejected request::${escapeCommand(`${method} ${url} ${status}: ${details}`)}`);
  }
  if (isStrict && count > 0) process.exitCode = 1;
}
