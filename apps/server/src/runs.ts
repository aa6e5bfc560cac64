import { type Answer, mediaType } from '@tfe-admin-runs/http';
import type { RunDocument, RunPage, StatusCounts } from '@tfe-admin-runs/types';
import { exampleError, facts } from './document.ts';
import { readInstant } from './instant.ts';
import { linksOf, positionOf } from './links.ts';
import type { Values } from './query.ts';
import * as resources from './resources.ts';
import type { Run } from './rows.ts';
import type { Filter, Store } from './store.ts';

/** A request that was found right, and who sent it. */
export interface Call {
  /** The ID of the request. */
  id: string;
  /** The address without its query, `http://HOST/api/v2/…`. */
  address: string;
  query: URLSearchParams;
  values: Values;
  /** The path parameters. */
  path: Record<string, string>;
  /** What the body means; undefined if there was none. */
  body: unknown;
  /** The name of the token's user. */
  actor: string;
}

export type Handler = (call: Call) => Answer;

export interface Surroundings {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Called with each change that was made. */
  changed: (message: string, details: object) => void;
}

/** One function for each operation of the document, by its `operationId`. */
export function createHandlers({ store, now, changed }: Surroundings): Record<string, Handler> {
  function listAdminRuns({ address, query, values }: Call): Answer {
    const number = values['page[number]'] as number;
    const size = values['page[size]'] as number;
    const filter = filterOf(values);

    return store.read(() => {
      const counts = store.countByStatus(filter);
      // The counts say which of the statuses occur at all, and so what the total is.
      const statuses = filter.statuses?.filter((status) => counts.has(status));
      const total = sum(statuses ? statuses.map((status) => counts.get(status) ?? 0) : counts.values());
      const offset = (number - 1) * size;
      const runs = offset < total ? store.findRuns({ ...filter, statuses }, size, offset) : [];
      const page = { number, size, total };
      const { pages, prev, next } = positionOf(page);
      const included = includedOf(store, runs, (values.include as string[] | undefined) ?? []);
      const body: RunPage = {
        data: runs.map(resources.toRunResource),
        ...(included && { included }),
        links: linksOf(address, query, page),
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
      return answer(200, body);
    });
  }

  function forceCancelAdminRun({ path: { run_id: runId = '' }, id, body, actor }: Call): Answer {
    const comment = (body as { comment?: string | null } | null | undefined)?.comment ?? null;
    const outcome = store.forceCancel(runId, actor, comment, now());
    if (outcome === 'unknown') return refusal('run-not-found');
    if (outcome === 'final') return refusal('transition-not-allowed');
    changed('force-canceled', { request: id, run: runId, actor, 'former-status': outcome.formerStatus });
    return answer(200, { data: resources.toCanceledRunResource(outcome.run) } satisfies RunDocument);
  }

  return { listAdminRuns, forceCancelAdminRun };
}

function filterOf(values: Values): Filter {
  const from = values['filter[from]'] as string | undefined;
  const to = values['filter[to]'] as string | undefined;
  const statuses = values['filter[status]'] as string[] | undefined;
  return {
    q: values.q as string | undefined,
    statuses: statuses && [...new Set(statuses)],
    // A run's time is in whole milliseconds: one after a part of a millisecond is at the next of them or later.
    from: from === undefined ? undefined : readInstant(from)?.ceiling,
    to: to === undefined ? undefined : readInstant(to)?.floor,
  };
}

/** The related resources of these runs, parents of a nested path too, each once; undefined if none were asked for. */
function includedOf(store: Store, runs: Run[], paths: string[]): RunPage['included'] {
  if (paths.length === 0) return undefined;
  const depth = Math.max(...paths.map((path) => path.split('.').length));
  const workspaces = inOrder(runs, (run) => [run.workspaceId], store.findWorkspaces);
  const organizations =
    depth < 2 ? [] : inOrder(workspaces, ({ organizationName }) => [organizationName], store.findOrganizations);
  const users = depth < 3 ? [] : inOrder(organizations, ({ ownerIds }) => ownerIds, store.findUsers);
  return [
    ...workspaces.map(resources.toWorkspaceResource),
    ...organizations.map(resources.toOrganizationResource),
    ...users.map(resources.toUserResource),
  ];
}

/** Finds what others refer to, each once, in the order in which they are first referred to. */
function inOrder<From, To extends { id: string } | { name: string }>(
  from: From[],
  refer: (from: From) => string[],
  find: (ids: string[]) => To[],
): To[] {
  const ids = [...new Set(from.flatMap(refer))];
  if (ids.length === 0) return [];
  const found = new Map(find(ids).map((each) => ['id' in each ? each.id : each.name, each]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** The statuses of the vendor's page and none of their runs, by the names that they have among the counts. */
const noRuns = Object.fromEntries(facts.adminPageStatuses.map((status) => [kebab(status), 0]));

/** The statuses of the vendor's page always, others if they occur. */
function statusCountsOf(counts: Map<string, number>): StatusCounts {
  const named: Record<string, number> = { ...noRuns };
  for (const [status, count] of counts) named[kebab(status)] = count;
  return { ...named, total: sum(counts.values()) };
}

function kebab(status: string): string {
  return status.replaceAll('_', '-');
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

export function answer(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': mediaType }, body };
}

/** An error exactly as the document's example of this name shows it. */
export function refusal(name: string): Answer {
  const error = exampleError(name);
  return answer(Number(error.status), { errors: [error] });
}
