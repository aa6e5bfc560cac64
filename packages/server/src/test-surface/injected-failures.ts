import { setTimeout } from 'node:timers/promises';
import { cutConnection, type ErrorObject, type HttpResponse, jsonApiResponse, titleOf } from '@tfe-admin-runs/http';
import type { operations } from '@tfe-admin-runs/types';
import { findExampleError } from '../document.ts';
import type { OperationId } from '../http/operation.ts';

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
   * Closes the connection instead of responding: before the request is carried out, or after. Not together with `status`.
   *
   * @default undefined
   */
  cut?: 'before' | 'after';
  /**
   * How many requests of the operation are let through first.
   *
   * @default 0
   */
  after?: number;
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

/** @internal The effect of a failure on one request. */
export interface FailedRequest {
  /** The response to send instead of carrying the request out. */
  instead?: HttpResponse;
  /** Whether the connection is closed once the request was carried out. */
  isCutAfter?: boolean;
}

/** @internal */
export function createInjectedFailures() {
  let waiting: (InjectedFailure & { after: number; times: number })[] = [];
  const closing = new AbortController();

  /** Takes the failure of the next request of an operation; undefined if none was injected. */
  function take(operation: OperationId | undefined): Promise<FailedRequest> | undefined {
    const own = waiting.filter((each) => each.operation === operation);
    const failure = own.find(({ after }) => after === 0);
    for (const each of own) if (each.after > 0) each.after -= 1;
    if (!failure) return undefined;
    failure.times -= 1;
    waiting = waiting.filter(({ times }) => times > 0);
    return fail(failure, closing.signal);
  }

  return {
    take,
    add({ headers = {}, after = 0, times = 1, ...failure }: InjectedFailure) {
      const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      waiting.push({ ...failure, headers: Object.fromEntries(lowerCase), after, times });
    },
    clear() {
      waiting = [];
    },
    /** Ends the current delays, so that no request is carried out after the server was closed. */
    close() {
      closing.abort(new Error('the server was closed'));
    },
  };
}

async function fail({ status, cut, delay = 0, headers }: InjectedFailure, signal: AbortSignal): Promise<FailedRequest> {
  if (delay > 0) await setTimeout(delay, undefined, { ref: false, signal });
  if (cut === 'before') return { instead: cutConnection };
  if (cut === 'after') return { isCutAfter: true };
  return status === undefined ? {} : { instead: jsonApiResponse(status, { errors: [errorOf(status)] }, headers) };
}

/** The document's example of this status, without the parts that describe one particular request. */
function errorOf(status: number): ErrorObject {
  const { title = titleOf(status), detail, source } = findExampleError(status) ?? {};
  const isAboutRequest = source !== undefined || status === 400 || status === 422;
  return { status: String(status), title, ...(detail && !isAboutRequest && { detail }) };
}
