import type { ErrorObject, Run } from '@tfe-admin-runs/types';

const hints: Record<number, string> = {
  401: ' (the token is unknown)',
  404: " (or the token is no site administrator's)",
  409: ' (the run is final)',
};

/** Whatever this client throws of its own once a call is under way; its subclasses tell what happened. */
export class AdminRunsError extends Error {
  /** @internal */
  constructor(message: string, fields: object, perhaps?: boolean) {
    super(perhaps ? `${message}. The run may have been canceled` : message, fields); // takes `cause` alone
    Object.assign(this, fields);
  }
}

/**
 * The platform answered, or a proxy before it, but not with what was asked for: an error status, or a success whose
 * body is no such document. The message says what came, and what to do; where the body of an error status repeats the
 * token (of ten characters or more), it reads `[token]`.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export class ApiError extends AdminRunsError {
  /** The HTTP status; 0 for a redirect that a browser hides. */
  declare readonly status: number;
  /** The JSON:API errors of the answer; empty if it held none. */
  declare readonly errors: readonly ErrorObject[];
  /** The answer's `X-Request-Id`, to be named in a report; null if it had none. */
  declare readonly requestId: string | null;
  /** The answer itself, for its headers, and its body by `text()`. Not printed. */
  declare readonly response: Response;

  /** @internal */
  constructor(address: string, response: Response, body: unknown, write: boolean) {
    const { status, headers } = response;
    const held = Object(body).errors;
    const errors: ErrorObject[] = Array.isArray(held) ? held.filter((error) => error) : [];
    // Never the body itself, which may hold a secret; of a redirect only the path, for a login's secrets follow it.
    const instead = headers.get('Location') ?? (body ? headers.get('Content-Type') : 'nothing');
    const texts = errors.map((error) => error.detail || error.title).join('; ');
    const answer = texts ? texts + (hints[status] ?? '') : `no document: ${instead}`.replace(/[?#;].*|[^/ ]*@/g, '');
    super(
      `${address} answered ${status}: ${answer}`,
      {
        name: 'ApiError',
        status,
        errors,
        requestId: headers.get('X-Request-Id'),
      },
      write && !/^4(?!08)/.test(`${status}`),
    );
    Object.defineProperty(this, 'response', { value: response });
  }
}

/** No whole answer came: the connection was refused, cut or not trusted, or time was up. */
export class ConnectionError extends AdminRunsError {
  /** The option whose time was up; undefined if it was not about time. */
  declare readonly limit: 'timeout' | 'totalTimeout' | undefined;
  /** What `fetch` threw; undefined if time was up. */
  declare readonly cause: unknown;

  /** @internal */
  constructor(url: string, cause: unknown, limit: ConnectionError['limit'], perhaps: boolean) {
    // In Node the message is "fetch failed", and the reason is in its cause.
    const { message, code } = Object(Object(cause).cause);
    const why = limit ? `${limit} is over` : message || code || Object(cause).message || cause;
    const check = /certificate(?!'| h)/.test(why)
      ? 'NODE_EXTRA_CA_CERTS or --use-system-ca'
      : 'the address, HTTPS_PROXY or CORS';
    super(
      `No answer from ${url}: ${why}; check ${check}`,
      {
        name: 'ConnectionError',
        ...(limit ? { limit } : { cause }),
      },
      perhaps,
    );
  }
}

/**
 * `forceCancel` looked at the run and did not cancel it; nothing was changed.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export class GuardError extends AdminRunsError {
  /** `final`: it is over. `applying`: it may lose its state. `unknown`: no such run is listed. */
  declare readonly reason: 'final' | 'applying' | 'unknown';
  /** The run as it was when it was looked at; undefined if it is unknown. */
  declare readonly run: Run | undefined;

  /** @internal */
  constructor(reason: GuardError['reason'], id: string, run?: Run) {
    const why = reason === 'applying' ? 'applying and may lose state (allowApplying)' : reason;
    super(`Not canceled: ${id} is ${why}`, { name: 'GuardError', reason, run });
  }
}

/**
 * For those who like results better than exceptions: `const { data, error } = await toResult(adminRuns.list())`.
 * Errors that are the caller's own, such as a `TypeError` or the reason of an aborted signal, are still thrown.
 */
export function toResult<T>(
  call: Promise<T>,
): Promise<{ data: T; error?: never } | { data?: never; error: AdminRunsError }> {
  return call.then(
    (data) => ({ data }),
    (error) => {
      if (error instanceof AdminRunsError) return { error };
      throw error;
    },
  );
}
