import type { ErrorObject, Run } from '@tfe-admin-runs/types';

/**
 * Base class of all errors thrown by a call. Catch a subclass to handle a specific failure.
 */
export class AdminRunsError extends Error {
  override name = 'AdminRunsError';

  constructor(message: string, options: { cause?: unknown; mayHaveBeenCanceled?: boolean } = {}) {
    super(options.mayHaveBeenCanceled ? `${message}. The run may have been canceled` : message);
    if ('cause' in options) this.cause = options.cause;
  }
}

/** What an error of the platform usually means. */
const hints: Record<number, string> = {
  401: ' (the token is unknown or expired)',
  404: " (or the token is not a site administrator's)",
  409: ' (the run is final)',
};

/**
 * The platform, or a proxy before it, responded with an error status, or with a body that is not the requested document.
 * The message says what came and what to do. The token is replaced by `[token]` if the response repeats it.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export class ApiError extends AdminRunsError {
  override name = 'ApiError';
  /** The HTTP status. 0 for a redirect that a browser hides. */
  readonly status: number;
  /** The JSON:API errors of the response. Empty if it has none. */
  readonly errors: readonly ErrorObject[];
  /** The response's `X-Request-Id`, to quote in a support request. Null if it has none. */
  readonly requestId: string | null;
  /** Not a field, so that it is not printed. */
  readonly #response: Response;

  constructor({
    origin,
    response,
    body,
    isWrite,
  }: { origin: string; response: Response; body: unknown; isWrite: boolean }) {
    const { status, headers } = response;
    const errors = errorsIn(body);
    // Every other status leaves open whether the platform carried the request out.
    const isRejected = status >= 400 && status < 500 && status !== 408;
    super(`${origin} responded with ${status}: ${describe(response, errors, body)}`, {
      mayHaveBeenCanceled: isWrite && !isRejected,
    });
    this.status = status;
    this.errors = errors;
    this.requestId = headers.get('X-Request-Id');
    this.#response = response;
  }

  /** The response, for its headers and, with `text()`, its body. */
  get response(): Response {
    return this.#response;
  }
}

function errorsIn(body: unknown): ErrorObject[] {
  const { errors } = Object(body) as { errors?: unknown };
  return Array.isArray(errors) ? errors.filter((error) => error !== null && typeof error === 'object') : [];
}

function describe({ status, headers, type }: Response, errors: readonly ErrorObject[], body: unknown): string {
  const texts = errors.flatMap((error) => error.detail || error.title || []);
  if (texts.length > 0) return texts.join('; ') + (hints[status] ?? '');
  const location = headers.get('Location');
  if (location !== null) return `a redirect to ${withoutSecrets(location)}`;
  if (type === 'opaqueredirect') return 'a redirect';
  if (body === undefined || body === '') return 'an empty body';
  // Not the body itself, which may contain a secret.
  return `${withoutSecrets(headers.get('Content-Type') ?? 'an unknown type')} instead of a JSON:API document`;
}

/** Removes the query, the fragment, parameters and a password from a URL or a content type. */
function withoutSecrets(text: string): string {
  return text.replace(/[?#;].*/, '').replace(/[^/ ]*@/, '');
}

/** There was no complete response: the connection was refused, lost or not trusted, or a timeout expired. */
export class ConnectionError extends AdminRunsError {
  override name = 'ConnectionError';
  /** The option whose time was up. Undefined if it was not about time. */
  declare readonly limit: 'timeout' | 'totalTimeout' | undefined;
  /** What `fetch` threw. Undefined if a timeout expired. */
  declare readonly cause: unknown;

  constructor(
    failure: { url: string; mayHaveBeenCanceled: boolean } & (
      | { limit: 'timeout' | 'totalTimeout' }
      | { cause: unknown }
    ),
  ) {
    const { url, mayHaveBeenCanceled } = failure;
    const reason = 'limit' in failure ? `${failure.limit} expired` : reasonOf(failure.cause);
    const message = `No response from ${url}: ${reason}; check ${whatToCheck(reason)}`;
    super(message, { mayHaveBeenCanceled, ...('cause' in failure && { cause: failure.cause }) });
    if ('limit' in failure) this.limit = failure.limit;
  }
}

/** In Node the message of `fetch` is only "fetch failed"; its cause has the reason. */
function reasonOf(thrown: unknown): string {
  const { message, cause } = Object(thrown) as { message?: string; cause?: unknown };
  const { message: causeMessage, code } = Object(cause) as { message?: string; code?: string };
  return String(causeMessage || code || message || thrown);
}

function whatToCheck(reason: string): string {
  // "certificate's", "certificate has": it is trusted, but for another host or another time.
  const isUntrusted = /certificate(?!'| h)/.test(reason);
  return isUntrusted ? 'NODE_EXTRA_CA_CERTS or --use-system-ca' : 'the address, HTTPS_PROXY or CORS';
}

const guardMessages = {
  final: 'is final',
  applying: 'is applying and may lose its state; pass allowApplying: true if nothing is working on it',
  unknown: 'is not listed',
};

/**
 * `forceCancel` checked the run and did not cancel it. Nothing was changed.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export class GuardError extends AdminRunsError {
  override name = 'GuardError';
  /** `final`: it has ended. `applying`: it may lose its state. `unknown`: no run with this ID is listed. */
  readonly reason: 'final' | 'applying' | 'unknown';
  /** The run when it was checked. Undefined if it is unknown. */
  readonly run: Run | undefined;

  constructor(reason: GuardError['reason'], id: string, run?: Run) {
    super(`Not canceled: ${id} ${guardMessages[reason]}`);
    this.reason = reason;
    this.run = run;
  }
}

/**
 * If you prefer results to exceptions, use `toResult`. It rethrows anything that is not an `AdminRunsError`.
 *
 * @example
 * const { data, error } = await toResult(adminRuns.list());
 */
export async function toResult<T>(
  call: Promise<T>,
): Promise<{ data: T; error?: never } | { data?: never; error: AdminRunsError }> {
  try {
    return { data: await call };
  } catch (error) {
    if (error instanceof AdminRunsError) return { error };
    throw error;
  }
}
