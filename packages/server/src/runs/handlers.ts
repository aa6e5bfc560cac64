import { type HttpResponse, jsonApiResponse, parseDateTime } from '@tfe-admin-runs/http';
import type { IncludePath, RunDocument, RunPage, StatusCounts } from '@tfe-admin-runs/types';
import { facts } from '../files.ts';
import { linksOf, positionOf } from '../http/links.ts';
import type { Call, Handlers, Query } from '../http/operation.ts';
import { exampleResponse } from '../http/responses.ts';
import type { Run } from '../store/rows.ts';
import type { Filter, Store } from '../store/store.ts';
import * as resources from './resources.ts';

interface Dependencies {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called with each change that was made. */
  onChange: (message: string, details: object) => void;
}

/** Creates the handlers, one function for each operation of the document. */
export function createHandlers({ store, now, onChange }: Dependencies): Handlers {
  function listAdminRuns({ url, search, query }: Call<'listAdminRuns'>): HttpResponse {
    const { 'page[number]': number, 'page[size]': size, include = [] } = query;
    const filter = filterOf(query);

    return store.read(() => {
      const counts = store.countByStatus(filter);
      // The counts say which of the statuses occur at all, and so how many runs match.
      const statuses = filter.statuses?.filter((status) => counts.has(status));
      const total = sum(statuses ? statuses.map((status) => counts.get(status) ?? 0) : counts.values());
      const offset = (number - 1) * size;
      const runs = offset < total ? store.findRuns({ ...filter, statuses }, size, offset) : [];

      const page = { number, size, total };
      const { pages, prev, next } = positionOf(page);
      const included = findIncluded(store, runs, include);
      const body: RunPage = {
        data: runs.map(resources.toRunResource),
        ...(included && { included }),
        links: linksOf(url, search, page),
        meta: {
          pagination: {
            'current-page': number,
            'page-size': size,
            'prev-page': prev,
            'next-page': next,
            'total-pages': pages,
            'total-count': total,
          },
          'status-counts': statusCountsOf(counts),
        },
      };
      return jsonApiResponse(200, body);
    });
  }

  function forceCancelAdminRun({ requestId, path, body, actor }: Call<'forceCancelAdminRun'>): HttpResponse {
    const outcome = store.forceCancel({ runId: path.run_id, actor, comment: body?.comment ?? null, at: now() });
    if (outcome === 'unknown') return exampleResponse('run-not-found');
    if (outcome === 'final') return exampleResponse('transition-not-allowed');
    const { run, formerStatus } = outcome;
    onChange('force-canceled', { request: requestId, run: run.id, actor, 'former-status': formerStatus });
    return jsonApiResponse(200, { data: resources.toCanceledRunResource(run) } satisfies RunDocument);
  }

  return { listAdminRuns, forceCancelAdminRun };
}

function filterOf(query: Query<'listAdminRuns'>): Filter {
  const { q, 'filter[status]': statuses, 'filter[from]': from, 'filter[to]': to } = query;
  return {
    q,
    statuses: statuses && [...new Set(statuses)],
    // `created-at` has whole milliseconds, so the first run after a fraction of one is at the next or later.
    from: from === undefined ? undefined : parseDateTime(from)?.ceiling,
    to: to === undefined ? undefined : parseDateTime(to)?.floor,
  };
}

/** The related resources of these runs, also the parents of a nested path, each once; undefined if there is no path. */
function findIncluded(store: Store, runs: Run[], paths: readonly IncludePath[]): RunPage['included'] {
  if (paths.length === 0) return undefined;
  const depth = Math.max(...paths.map((path) => path.split('.').length));

  const workspaces = findInOrder(
    runs.map((run) => run.workspaceId),
    store.findWorkspaces,
    (workspace) => workspace.id,
  );
  const included: NonNullable<RunPage['included']> = workspaces.map(resources.toWorkspaceResource);
  if (depth < 2) return included;

  const organizations = findInOrder(
    workspaces.map((workspace) => workspace.organizationName),
    store.findOrganizations,
    (organization) => organization.name,
  );
  included.push(...organizations.map(resources.toOrganizationResource));
  if (depth < 3) return included;

  const owners = findInOrder(
    organizations.flatMap((organization) => organization.ownerIds),
    store.findUsers,
    (user) => user.id,
  );
  included.push(...owners.map(resources.toUserResource));
  return included;
}

/** Finds each referenced item once, in the order of the first reference to it. */
function findInOrder<Item>(
  references: string[],
  find: (ids: string[]) => Item[],
  idOf: (item: Item) => string,
): Item[] {
  const ids = [...new Set(references)];
  if (ids.length === 0) return [];
  const found = new Map(find(ids).map((item) => [idOf(item), item]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The documented statuses without a run, by their names among the counts. */
const zeroCounts = Object.fromEntries(facts.adminPageStatuses.map((status) => [toKebabCase(status), 0]));

/** Counts of the documented statuses always, of others if they occur. */
function statusCountsOf(counts: Map<string, number>): StatusCounts {
  const named: Record<string, number> = { ...zeroCounts };
  for (const [status, count] of counts) named[toKebabCase(status)] = count;
  return { ...named, total: sum(counts.values()) };
}

function toKebabCase(status: string): string {
  return status.replaceAll('_', '-');
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
