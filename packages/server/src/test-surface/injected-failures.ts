import { setTimeout } from 'node:timers/promises';
import { type ErrorObject, type HttpResponse, jsonApiResponse, titleOf } from '@tfe-admin-runs/http';
import type { operations } from '@tfe-admin-runs/types';
import { findExampleError } from '../document.ts';

/** How the next responses of an operation fail. */
export interface InjectedFailure {
  /** The operation, by the document's `operationId`: `listAdminRuns` or `forceCancelAdminRun`. */
  operation: keyof operations;
  /**
   * The status of the response, 400 to 599. The request is then not carried out.
   *
   * @default undefined (the ordinary response, after the `delay`)
   */
  status?: number;
  /**
   * How many responses fail.
   *
   * @default 1
   */
  times?: number;
  /**
   * Milliseconds before the response, 0 to 60,000.
   *
   * @default 0
   */
  delay?: number;
  /**
   * Additional headers of a response that has a `status`, such as `{ 'retry-after': '2' }`.
   *
   * @default {}
   */
  headers?: Record<string, string>;
}

/** @internal */
export type InjectedFailures = ReturnType<typeof createInjectedFailures>;

/** @internal */
export function createInjectedFailures() {
  const waiting: (InjectedFailure & { left: number })[] = [];
  const closing = new AbortController();

  /** The failed response of this operation, if one was injected; it resolves to undefined if only the delay was. */
  function take(operation: keyof operations): Promise<HttpResponse | undefined> | undefined {
    const failure = waiting.find((each) => each.operation === operation);
    if (!failure) return undefined;
    failure.left -= 1;
    if (failure.left === 0) waiting.splice(waiting.indexOf(failure), 1);
    return respond(failure, closing.signal);
  }

  return {
    take,
    add({ headers = {}, ...failure }: InjectedFailure) {
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      waiting.push({ ...failure, headers: Object.fromEntries(lowerCase), left: failure.times ?? 1 });
    },
    clear() {
      waiting.length = 0;
    },
    /** Ends the delays that are under way, so that nothing is done after the server was closed. */
    close() {
      closing.abort(new Error('the server was closed'));
    },
  };
}

async function respond(
  { status, delay = 0, headers }: InjectedFailure,
  signal: AbortSignal,
): Promise<HttpResponse | undefined> {
  if (delay > 0) await setTimeout(delay, undefined, { ref: false, signal });
  return status === undefined ? undefined : jsonApiResponse(status, { errors: [errorOf(status)] }, headers);
}

/** The document's example of this status, without what is true of one request only. */
function errorOf(status: number): ErrorObject {
  const { title = titleOf(status), detail, source } = findExampleError(status) ?? {};
  const isAboutRequest = source !== undefined || status === 400 || status === 422;
  return { status: String(status), title, ...(detail && !isAboutRequest && { detail }) };
}
