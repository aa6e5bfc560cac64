import { isFinal, isRunStatus, type Run, type RunStatus, runStatuses, statusAge } from '@tfe-admin-runs/types';

const run: Pick<Run, 'attributes'> = {
  attributes: {
    status: 'planning',
    'status-timestamps': { 'planning-at': '2026-01-01T00:00:00+00:00' },
    'has-changes': true,
    'created-at': '2026-01-01T00:00:00.000Z',
  },
};
const known: readonly RunStatus[] = runStatuses.filter(isRunStatus);
console.log(known.includes('planning'), isFinal('applied'), statusAge(run, Date.parse('2026-01-01T00:00:01Z')));
