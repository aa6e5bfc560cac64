// Thousands of wrong requests: always an answer of the document's kind, never a 5xx, never a hang, and no secret told.

import { garbage, type Hostile, hostile, knownRun } from '@tfe-admin-runs/testing/hostile';
import { ask, assertDocumented, exchange, runsPath, type WireAnswer } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';
import { adminToken, userToken } from './command.ts';

let server: Server;
/** Gives up soon on what does not arrive whole. */
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
  console.log(`fuzz: answers by status ${[...ran].map(([status, count]) => `${status}: ${count}`).join(', ')}`);
});

function count(what: number | string) {
  ran.set(what, (ran.get(what) ?? 0) + 1);
}

function assertHarmless(method: string, path: string, answer: WireAnswer) {
  count(answer.status);
  // HEAD's answer has no body; everything else must be what the document says.
  assertDocumented(method, path, answer, method === 'HEAD');
  const told = JSON.stringify(answer);
  for (const token of [adminToken, userToken]) expect(told).not.toContain(token);
}

/** The server still works, has found no fault in itself, and has written no token down. */
async function assertWell(each: Server) {
  const { status, body } = await ask(each.url, adminToken, `${runsPath}?q=${knownRun}`);
  expect(status).toBe(200);
  expect(body.data).toHaveLength(1);
  const lines = log.splice(0);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  const written = lines.join() + JSON.stringify(each.requests.slice(-20));
  for (const token of [adminToken, userToken]) expect(written).not.toContain(token);
}

test('thousands of hostile requests are each answered as the document says', async () => {
  async function send({ method, path, bytes, later }: Hostile) {
    const answers = await exchange(server.url, bytes, { bodiless: method === 'HEAD', ...(later && { later }) });
    const [answer] = answers;
    // Whoever still sends a long body when its headers are refused may find the connection gone before the answer.
    if (!answer && bytes.length > 100_000) return count('connections ended');
    if (!answer) return expect.fail(`no answer to ${bytes.toString('latin1').slice(0, 500)}`);
    assertHarmless(method, path.split('?', 1)[0] ?? '', answer);
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

test('garbage on the socket is refused, or ended, and harms nobody', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { minLength: 150, maxLength: 150 }), async (pieces) => {
      const all = await Promise.all(pieces.map((bytes) => exchange(impatient.url, bytes)));
      for (const [answer] of all) if (answer) assertHarmless('', '', answer);
      await assertWell(impatient);
    }),
    // Each batch takes as long as the time-out.
    { numRuns: 8, interruptAfterTimeLimit: 25_000 },
  );
});
