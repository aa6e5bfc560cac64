// Starts the site, asks its route handler, and stops it. TFE_ADDRESS and TFE_TOKEN lead the site to the server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const site = spawn('next', ['start', '--port', '0', '--hostname', '127.0.0.1'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const response = await fetch(`${await addressOf(site)}/stuck-runs`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), [
    { id: 'run-4kPzXw2RvHqF7bNc', status: 'applying' },
    { id: 'run-8uGJbT4yNsVd6MxA', status: 'planning' },
  ]);
  console.log('the route handler lists the stuck runs');
} finally {
  site.kill();
}

/** Reads the address that the site prints when it is ready. */
async function addressOf({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error('next did not start');
}
