// Thousands of invalid requests: always a documented response, never a 5xx, a hang or a secret.

import { garbage, type Hostile, hostile, knownRun } from '@tfe-admin-runs/testing/hostile';
import { ask, assertDocumented, exchange, runsPath, type WireResponse } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { adminToken, userToken } from './command.ts';

let server: Server;
/** A server with a short timeout for incomplete requests. */
let impatient: Server;
const log: string[] = [];
const ran = new Map<number | string, number>();

beforeAll(async () => {
  const options = { adminToken, userToken, log: (line: string) => log.push(line), verbose: true };
  server = await startServer(options);
  impatient = await startServer({ ...options, timeout: 250 });
  for (const each of [server, impatient]) await each.createRun({ id: knownRun, status: 'applied' });
});
afterAll(async () => {
  await server.close();
  await impatient.close();
  console.log(`fuzz: responses by status ${[...ran].map(([status, count]) => `${status}: ${count}`).join(', ')}`);
});

function count(what: number | string) {
  ran.set(what, (ran.get(what) ?? 0) + 1);
}

function assertHarmless(method: string, path: string, response: WireResponse) {
  count(response.status);
  assertDocumented(method, path, response, method === 'HEAD');
  const written = JSON.stringify(response);
  for (const token of [adminToken, userToken]) expect(written).not.toContain(token);
}

/** Asserts that the server still works, has logged no error, and has recorded no token. */
async function assertWell(each: Server) {
  const { status, body } = await ask(each.url, adminToken, `${runsPath}?q=${knownRun}`);
  expect(status).toBe(200);
  expect(body.data).toHaveLength(1);
  const lines = log.splice(0);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  const written = lines.join() + JSON.stringify(each.requests.slice(-20));
  for (const token of [adminToken, userToken]) expect(written).not.toContain(token);
}

test('each of thousands of hostile requests gets a documented response', async () => {
  async function send({ method, path, bytes, later }: Hostile) {
    const responses = await exchange(server.url, bytes, { bodiless: method === 'HEAD', ...(later && { later }) });
    const [response] = responses;
    // If the headers are rejected while the client still sends a long body, the connection may end before the response.
    if (!response && bytes.length > 100_000) return count('connections ended');
    if (!response) return expect.fail(`no response to ${bytes.toString('latin1').slice(0, 500)}`);
    assertHarmless(method, path.split('?', 1)[0] ?? '', response);
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile([adminToken, adminToken, userToken, 'wrong']), { minLength: 16, maxLength: 16 }),
      async (requests) => {
        await Promise.all(requests.map(send));
        await assertWell(server);
      },
    ),
    { numRuns: 250, interruptAfterTimeLimit: 25_000 },
  );
});

test('garbage on a socket is rejected, or the connection closed, and the server still works', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { minLength: 150, maxLength: 150 }), async (pieces) => {
      const all = await Promise.all(pieces.map((bytes) => exchange(impatient.url, bytes)));
      for (const [response] of all) if (response) assertHarmless('', '', response);
      await assertWell(impatient);
    }),
    // Each batch takes as long as the timeout.
    { numRuns: 8, interruptAfterTimeLimit: 25_000 },
  );
});
