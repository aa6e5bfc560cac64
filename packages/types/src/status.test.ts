import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };
import { example } from '@tfe-admin-runs/testing/examples';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal, type Run, runStatuses, type StatusGroup, statusAge, statusGroup, statusGroups } from './index.ts';

const { schemas } = document.components;
const keys = Object.keys(schemas.StatusTimestamps.properties);

describe('groups', () => {
  test.each(Object.entries(statusGroups))('%s is as in the document', (group, statuses) => {
    expect(statuses).toEqual(schemas.RunStatus[`x-${group as StatusGroup}-statuses`]);
  });

  test('every status is in one, and statusGroup names it', () => {
    expect(Object.values(statusGroups).flat().sort()).toEqual([...runStatuses].sort());
    for (const [group, statuses] of Object.entries(statusGroups)) {
      for (const status of statuses) expect(statusGroup(status)).toBe(group);
    }
  });

  test('isFinal is membership of the group final', () => {
    for (const status of runStatuses) expect(isFinal(status)).toBe(statusGroup(status) === 'final');
  });

  test.each(['a_status_of_tomorrow', '', 'toString', 'final', 'APPLIED'])('%o is in none, and not final', (status) => {
    expect(statusGroup(status)).toBeUndefined();
    expect(isFinal(status)).toBe(false);
  });
});

describe('statusAge', () => {
  const at = (seconds: number) =>
    new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('.000Z', '+00:00');
  const run = (status: string, timestamps: Record<string, string>, created = at(0)): Run => ({
    ...example('single-page').data[0],
    attributes: { status, 'status-timestamps': timestamps, 'created-at': created, 'has-changes': false },
  });
  const now = Date.parse(at(1000));
  const withoutKey: string[] = [
    'pre_plan_awaiting_decision',
    'post_plan_awaiting_decision',
    'policy_checking',
    'policy_override',
    'assessing',
  ];
  const keyOf: Record<string, string> = { pending: 'plan-queueable-at', fetching_completed: 'fetched-at' };

  test.each(runStatuses)('of %s is counted from its own timestamp, not from the others', (status) => {
    const own = keyOf[status] ?? `${status.replaceAll('_', '-')}-at`;
    expect(keys.includes(own)).toBe(!withoutKey.includes(status));
    if (withoutKey.includes(status)) return;
    fc.assert(
      fc.property(fc.nat(999), fc.dictionary(fc.constantFrom(...keys), fc.nat(999)), (seconds, others) => {
        const timestamps = Object.fromEntries(Object.entries(others).map(([key, value]) => [key, at(value)]));
        expect(statusAge(run(status, { ...timestamps, [own]: at(seconds) }), now)).toBe((1000 - seconds) * 1000);
      }),
      { numRuns: 20 },
    );
  });

  test.each([...withoutKey, 'a_status_of_tomorrow'])('of %s is counted from the latest timestamp', (status) => {
    expect(statusAge(run(status, { 'planning-at': at(10), 'planned-at': at(20), 'confirmed-at': at(15) }), now)).toBe(
      980_000,
    );
  });

  test.each(['pending', 'policy_checking'])('of %s without any timestamp is counted from its creation', (status) => {
    expect(statusAge(run(status, {}, at(400)), now)).toBe(600_000);
    expect(statusAge(run(status, null as never, at(400)), now)).toBe(600_000);
  });

  test('takes a Date, numbers, any offset, and this instant by default', () => {
    const planning = run('planning', { 'planning-at': '2026-01-01T01:00:00+01:00' });
    expect(statusAge(planning, new Date(now))).toBe(1_000_000);
    expect(Math.abs(statusAge(planning) - (Date.now() - Date.UTC(2026, 0, 1)))).toBeLessThan(1000);
  });

  test('ignores a timestamp that is not a date', () => {
    const timestamps = { 'planning-at': at(10), 'planned-at': null as never, 'confirmed-at': 'soon' };
    for (const status of ['policy_checking', 'planned', 'confirmed'])
      expect(statusAge(run(status, timestamps), now)).toBe(990_000);
  });

  test('of a run without a valid date is less than any threshold', () => {
    expect(statusAge(run('planning', {}, 'soon'), now)).toBe(-Infinity);
    expect(statusAge(run('planning', null as never, 'soon'), now)).toBe(-Infinity);
  });
});
