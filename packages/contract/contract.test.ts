import { operationIdOf, operationIds } from '@tfe-admin-runs/testing/document';
import { afterAll, describe, expect, test } from 'vitest';
import { type Case, cases } from './cases.ts';
import { check } from './check.ts';
import { openTargets, type Target } from './target.ts';

const targets = await openTargets();

describe.each(targets)('the contract, against $name', (target) => {
  const ran: string[] = [];
  const leftOut: string[] = [];

  afterAll(async () => {
    await target.close();
    const summary = `contract: ${ran.length} cases ran against ${target.name}, ${leftOut.length} were left out`;
    console.log([summary, ...leftOut].join('\n  '));
  });

  for (const entry of cases) {
    test(entry.name, async ({ skip }) => {
      // Only a case that cancels needs a separate run.
      const cancels = entry.method === 'POST' && entry.status === 200;
      const runId = cancels ? (await target.runIds?.next())?.value : 'run-0000000000000000';
      const reason = reasonToLeaveOut(entry, target, runId);
      if (reason) {
        leftOut.push(`${entry.name}: ${reason}`);
        return skip(reason);
      }
      ran.push(entry.name);
      await check(entry, target, entry.path.replace('{run_id}', runId));
    });
  }
});

describe.each(operationIds)('%s', (id) => {
  const own = cases.filter(({ method = 'GET', path }) => operationIdOf(method, path) === id);

  test.each([
    ['that succeeds', ({ status }: Case) => status < 300],
    ['without a token', ({ as, status }: Case) => as === 'no token' && status === 401],
    ['with the token of a user', ({ as, status }: Case) => as === 'user token' && status === 404],
  ])('has a case %s', (_what, isSuch) => {
    expect(own.filter(isSuch)).not.toEqual([]);
  });
});

/** Why a case is skipped on a target; undefined if it is not. */
function reasonToLeaveOut({ method, as, stateful, decided }: Case, target: Target, runId?: string): string | undefined {
  if (stateful && !target.stateful) return 'it responds with examples, and knows no tokens';
  if (decided && target.real) return 'no source describes what the platform does';
  if (as === 'user token' && !target.userToken) return 'there is no token of a user';
  if (method === 'POST' && !target.runIds) return 'it is a POST, and CONTRACT_RUN_IDS lists no runs to force-cancel';
  return runId ? undefined : 'every run of CONTRACT_RUN_IDS is used';
}
