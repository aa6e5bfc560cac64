import { type HttpResponse, jsonApiResponse, parseDateTime } from '@tfe-admin-runs/http';
import type { IncludePath, RunDocument, RunPage, StatusCounts } from '@tfe-admin-runs/types';
import { facts } from '../files.ts';
import { linksOf, positionOf } from '../http/links.ts';
import type { Call, Handlers, Query } from '../http/operation.ts';
import { exampleResponse } from '../http/responses.ts';
import { type Counts, sum } from '../store/counts.ts';
import type { Depth, Included } from '../store/included.ts';
import type { Filter } from '../store/listing.ts';
import type { Store } from '../store/store.ts';
import * as resources from './resources.ts';

export interface Dependencies {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called with each change that was made. */
  onChange: (message: string, details: object) => void;
}

/** Handles the operations on runs. */
export function createRunHandlers({ store, now, onChange }: Dependencies) {
  async function listAdminRuns({ url, search, query }: Call<'listAdminRuns'>): Promise<HttpResponse> {
    const { 'page[number]': number, 'page[size]': size, include = [] } = query;
    const listing = await store.list({
      filter: filterOf(query),
      page: { size, offset: (number - 1) * size },
      depth: depthOf(include),
    });

    const page = { number, size, total: listing.total };
    const { pages, prev, next } = positionOf(page);
    const body: RunPage = {
      data: listing.runs.map(resources.toRunResource),
      ...(include.length > 0 && { included: includedOf(listing) }),
      links: linksOf(url, search, page),
      meta: {
        pagination: {
          'current-page': number,
          'page-size': size,
          'prev-page': prev,
          'next-page': next,
          'total-pages': pages,
          'total-count': listing.total,
        },
        'status-counts': statusCountsOf(listing.counts),
      },
    };
    return jsonApiResponse(200, body);
  }

  async function forceCancelAdminRun(call: Call<'forceCancelAdminRun'>): Promise<HttpResponse> {
    const { requestId, path, body, actor } = call;
    const comment = body?.comment ?? null;
    const outcome = await store.forceCancel({ runId: path.run_id, actor, comment, at: now() });
    if (outcome === 'unknown') return exampleResponse('run-not-found');
    if (outcome === 'final') return exampleResponse('transition-not-allowed');
    const { run, formerStatus } = outcome;
    onChange('force-canceled', { request: requestId, run: run.id, actor, 'former-status': formerStatus });
    return jsonApiResponse(200, { data: resources.toCanceledRunResource(run) } satisfies RunDocument);
  }

  return { listAdminRuns, forceCancelAdminRun } satisfies Partial<Handlers>;
}

function filterOf(query: Query<'listAdminRuns'>): Filter {
  const { q, 'filter[status]': statuses, 'filter[from]': from, 'filter[to]': to } = query;
  return {
    q,
    statuses: statuses && [...new Set(statuses)],
    // `created-at` has whole milliseconds, so a `from` with a fraction of a millisecond is rounded up.
    from: from === undefined ? undefined : parseDateTime(from)?.ceiling,
    to: to === undefined ? undefined : parseDateTime(to)?.floor,
  };
}

/** A nested path includes its parents. */
function depthOf(paths: readonly IncludePath[]): Depth {
  return Math.max(0, ...paths.map((path) => path.split('.').length)) as Depth;
}

function includedOf({ workspaces, organizations, owners }: Included): NonNullable<RunPage['included']> {
  return [
    ...workspaces.map(resources.toWorkspaceResource),
    ...organizations.map(resources.toOrganizationResource),
    ...owners.map(resources.toUserResource),
  ];
}

/** A count of 0 for each documented status, by its name in `status-counts`. */
const zeroCounts = Object.fromEntries(facts.adminPageStatuses.map((status) => [toKebabCase(status), 0]));

/** Always has the documented statuses, and others if they occur. */
function statusCountsOf(counts: Counts): StatusCounts {
  const named: Record<string, number> = { ...zeroCounts };
  for (const [status, count] of counts) named[toKebabCase(status)] = count;
  return { ...named, total: sum(counts) };
}

function toKebabCase(status: string): string {
  return status.replaceAll('_', '-');
}
