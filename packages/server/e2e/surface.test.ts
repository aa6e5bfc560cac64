// Tests can have mistakes: the test surface reports every invalid input, and the server keeps working.

import { assertDocumented, exchange, requestOf, runsPath } from '@tfe-admin-runs/testing/wire';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InvalidArgument, type Server, startServer } from '../src/index.ts';
import { adminToken, userToken } from './command.ts';

let server: Server;
const ran = { requests: 0, accepted: 0, failures: 0 };

beforeAll(async () => {
  server = await startServer({ adminToken, userToken, seed: 'empty', testSurface: true });
});
afterAll(async () => {
  await server.close();
  console.log(
    `surface: ${ran.requests} requests, ${ran.accepted} of them accepted, and ${ran.failures} injected failures`,
  );
});

/** Mostly valid parts: a request with ten parts is valid only if all of them are. */
function mostly<T, U>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<U>) {
  return fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: wrong });
}
const text = mostly(
  fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('a', '\ud800', '__proto__', 'x'.repeat(200))),
  fc.constantFrom('', '\0', 'x'.repeat(201), 7, null),
);
const past = fc.date({ noInvalidDate: true, min: new Date('0000-01-02T00:00:00Z'), max: new Date() });
const instant = mostly(
  past.map((date) => date.toISOString()),
  fc.constantFrom('9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59', '2016-12-31T23:59:60Z', 'yesterday'),
);
const age = mostly(
  fc.double({ noNaN: true, min: 0, max: 6e10 }),
  fc.oneof(fc.double(), fc.constantFrom(1e11, 1e15, 1e300, -1)),
);
const parts = {
  id: mostly(fc.stringMatching(/^[\w-]{1,9}$/), text),
  status: mostly(fc.constantFrom('pending', 'planning', 'applied', 'constructor', 'total', 'brand_new'), text),
  hasChanges: mostly(fc.boolean(), text),
  workspace: text,
  organization: text,
  email: text,
  owners: fc.array(text, { maxLength: 3 }),
  vcs: fc.option(text),
};
const newRun = fc.oneof(
  fc.record({ ...parts, age }, { requiredKeys: [] }),
  fc.record({ ...parts, createdAt: instant }, { requiredKeys: [] }),
);
const headerName = mostly(
  fc.constantFrom('retry-after', 'X-RateLimit-Reset', 'Content-Type', 'Date', 'X-Request-Id', 'x', '__proto__'),
  fc.constantFrom(
    '',
    'bad name',
    'a\r\nb',
    '\ud800',
    'Content-Length',
    'transfer-encoding',
    'connection',
    'Trailer',
    'Ä',
  ),
);
const headerValue = mostly(fc.constantFrom('2', '', 'text/html'), fc.oneof(text, fc.constantFrom('a\r\nb: c', '€')));
const newFailure = fc.record(
  {
    operation: mostly(fc.constantFrom('listAdminRuns', 'forceCancelAdminRun'), fc.constantFrom('constructor', '')),
    status: mostly(fc.integer({ min: 400, max: 599 }), fc.constantFrom(200, 399, 600, 4.5)),
    times: mostly(fc.integer({ min: 1, max: 2 }), fc.constantFrom(0, -1, 1.5)),
    headers: fc.dictionary(headerName, headerValue, { maxKeys: 2 }),
  },
  { requiredKeys: ['operation'] },
);

/** Sends more requests than can be made to fail. Every response must have the documented shape. */
async function assertWell() {
  const lines = [`GET ${runsPath}?include=workspace.organization.owners HTTP/1.1`, 'Host: localhost'];
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const [response] = await exchange(server.url, requestOf([...lines, `Authorization: Bearer ${adminToken}`]));
    if (!response) return expect.fail('no response');
    statuses.push(response.status);
    if (response.status === 200) assertDocumented('GET', runsPath, response);
    else expect(JSON.parse(response.text).errors).toMatchObject([{ status: String(response.status) }]);
  }
  expect(statuses.at(-1)).toBe(200);
  ran.failures += statuses.filter((status) => status !== 200).length;
}

async function post(path: string, body: unknown) {
  ran.requests += 1;
  const response = await fetch(`${server.url}/_test/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (response.status < 300) ran.accepted += 1;
  else expect(response.status, JSON.stringify(body)).toBe(422);
  return response.text();
}

test('any requested run is created and shown as the document says, or rejected', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(newRun, { maxLength: 4 }), async (runs) => {
      await server.reset();
      for (const run of runs) await post('runs', run);
      await assertWell();
    }),
    { numRuns: 150, interruptAfterTimeLimit: 15_000 },
  );
});

test('any requested failure happens, or is rejected, and then the server works again', async () => {
  await fc.assert(
    fc.asyncProperty(newFailure, async (failure) => {
      await server.reset();
      await post('failures', failure);
      await assertWell();
    }),
    { numRuns: 200, interruptAfterTimeLimit: 15_000 },
  );
});

test('the functions reject what the routes reject, with an InvalidArgument', async () => {
  for (const age of [-1, Number.NaN, '1' as unknown as number])
    await expect(server.createRun({ age })).rejects.toThrow(InvalidArgument);
  expect(() => server.injectFailure({ operation: 'nothing' as never })).toThrow(InvalidArgument);
});
