// Which cases of the contract the plain `prism mock` command fails on our bundle, and why. If a newer version fails others,
// or fewer, this test fails: then review decisions/0009 and the checks of the mock.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { freePort } from '@tfe-admin-runs/testing/ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Case, cases } from './cases.ts';
import { check } from './check.ts';
import type { Target } from './target.ts';

interface Failure {
  cases: RegExp;
  reason: string;
  /** The result of the check. */
  outcome: RegExp;
}

const failures: Failure[] = [
  {
    cases: /^rejects (filter|page)\[/,
    reason: 'it renames bracketed parameters while it prints its routes, and validates none of them from then on',
    outcome: /status: 200.* to match object .*status: 400/,
  },
  {
    cases: /^lists with every (parameter|include path)|^lists with the path of/,
    reason: 'it responds with the first example, even if include requests more',
    outcome: /^expected \[.*\] to deeply equal \[\]/,
  },
  {
    cases: /^lists with any Accept$/,
    reason: 'it responds to an Accept without application/vnd.api+json with 406',
    outcome: /status: 406/,
  },
  {
    cases: /^knows no other path$/,
    reason: 'its own errors are application/problem+json',
    outcome: /application\/problem\+json/,
  },
  {
    cases: /^does not cancel with (a JSON:API wrapper|an unknown key)$/,
    reason: 'it responds with the example of the status, which does not name the problem of the body',
    outcome: /status: '422'/,
  },
  {
    cases: /^does not cancel with (plain JSON declared|no content type)$/,
    reason: 'it accepts a body of any JSON type, and any type without a body',
    outcome: /status: 200.* to match object .*status: 415/,
  },
  {
    cases: /^does not cancel with malformed JSON$/,
    reason: 'it never responds',
    outcome: /^no response/,
  },
];

const statelessCases = cases.filter(({ stateful }) => !stateful);
let child: ChildProcess;
let target: Target;

beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url);
  const command = resolve('@stoplight/prism-cli/dist/index.js');
  const document = resolve('@tfe-admin-runs/openapi/openapi.json');
  const port = await freePort();
  child = spawn(process.execPath, [command, 'mock', document, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  target = {
    name: 'prism mock',
    url: `http://127.0.0.1:${port}`,
    token: 'any',
    runIds: undefined,
    close: async () => {},
  };
  await untilListening(child);
});
afterAll(() => {
  child.kill();
});

async function untilListening({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error('prism has no output');
  for await (const line of createInterface({ input: stdout }))
    if (line.includes('is listening')) return void stdout.resume();
  throw new Error('prism ended before it listened');
}

/** The result of a case: `passes`, the message of the failure, or that only this request got no response. */
async function outcomeOf(entry: Case): Promise<string> {
  const path = entry.path.replace('{run_id}', 'run-VCsNJXa59eUza53R');
  const checked = check(entry, target, path).then(
    () => 'passes',
    (error: Error) => error.message,
  );
  return Promise.race([checked, respondToLaterRequests().then(() => 'no response, though later requests got theirs')]);
}

async function respondToLaterRequests(): Promise<void> {
  for (let i = 0; i < 20; i++) await (await fetch(target.url)).arrayBuffer();
}

test.each(statelessCases)('$name', async (entry) => {
  const failure = failures.find(({ cases }) => cases.test(entry.name));
  expect(await outcomeOf(entry)).toMatch(failure?.outcome ?? /^passes$/);
});

test('every listed failure matches a case', () => {
  const listed = failures.map(({ cases, reason }) => ({
    reason,
    names: statelessCases.map(({ name }) => name).filter((name) => cases.test(name)),
  }));
  for (const { reason, names } of listed)
    console.log([`prism mock, ${names.length} failed: ${reason}`, ...names].join('\n  '));
  expect(listed.filter(({ names }) => names.length === 0)).toEqual([]);
});
