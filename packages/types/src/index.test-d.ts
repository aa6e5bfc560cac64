import { expectTypeOf, test } from 'vitest';
import {
  type ForceCancelRequest,
  type IncludedResource,
  type IncludePath,
  includePaths,
  isRunStatus,
  type operations,
  type Pagination,
  type Run,
  type RunPage,
  type RunStatus,
  runStatuses,
  type StatusCounts,
} from './index.ts';

test('a known and an unknown status are both statuses of a run', () => {
  expectTypeOf<'planning'>().toExtend<Run['attributes']['status']>();
  expectTypeOf<'a_status_of_tomorrow'>().toExtend<Run['attributes']['status']>();
  // @ts-expect-error a status is a string
  expectTypeOf<7>().toExtend<Run['attributes']['status']>();
});

test('the filter takes only known statuses', () => {
  type Query = NonNullable<operations['listAdminRuns']['parameters']['query']>;
  expectTypeOf<NonNullable<Query['filter[status]']>>().toEqualTypeOf<RunStatus[]>();
  // @ts-expect-error mistyped
  expectTypeOf<'planing'>().toExtend<RunStatus>();
});

test('isRunStatus narrows to a known status', () => {
  const status = 'planning' as Run['attributes']['status'];
  expectTypeOf(status).not.toEqualTypeOf<RunStatus>();
  if (isRunStatus(status)) expectTypeOf(status).toEqualTypeOf<RunStatus>();
});

test('an included resource narrows by its type', () => {
  const resource = {} as IncludedResource;
  // @ts-expect-error not every resource has a username
  resource.attributes.username;
  if (resource.type === 'workspaces') expectTypeOf(resource.attributes.locked).toEqualTypeOf<boolean | undefined>();
  if (resource.type === 'organizations')
    expectTypeOf(resource.attributes['sso-enabled']).toEqualTypeOf<boolean | undefined>();
  if (resource.type === 'users') expectTypeOf(resource.attributes.username).toEqualTypeOf<string>();
});

test('a page holds runs, and its last one has no next', () => {
  expectTypeOf<RunPage['data']>().toEqualTypeOf<Run[]>();
  expectTypeOf<RunPage['included']>().toEqualTypeOf<IncludedResource[] | undefined>();
  expectTypeOf<Pagination['next-page']>().toEqualTypeOf<number | null>();
});

test('only the total is sure to be counted, and unknown statuses may be', () => {
  expectTypeOf<StatusCounts['total']>().toEqualTypeOf<number>();
  expectTypeOf<StatusCounts['plan-queued']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<{ total: number; 'a-status-of-tomorrow': number }>().toExtend<StatusCounts>();
});

test('a comment is optional, and may be null', () => {
  expectTypeOf<ForceCancelRequest>().toEqualTypeOf<{ comment?: string | null }>();
});

test('the values of enums are arrays of them', () => {
  expectTypeOf(runStatuses).toEqualTypeOf<readonly RunStatus[]>();
  expectTypeOf(includePaths).toEqualTypeOf<readonly IncludePath[]>();
});
