import type { ErrorObject, Run } from '@tfe-admin-runs/types';
import { escapeUnprintable, redact, redactJson, requestIdOf } from './redact.ts';

/**
 * Base class of all errors thrown by a call. Catch a subclass to handle a specific failure. Its message contains no token,
 * and characters of the other side that a terminal or a log may not show as they are, such as line breaks, are escaped.
 */
export class AdminRunsError extends Error {
  override name = 'AdminRunsError';
  /** Whether the request was a force-cancel that the platform may have carried out. The message then says so. */
  readonly mayHaveBeenCanceled: boolean;

  constructor(message: string, options: { cause?: unknown; mayHaveBeenCanceled?: boolean } = {}) {
    const { mayHaveBeenCanceled = false } = options;
    super(escapeUnprintable(mayHaveBeenCanceled ? `${message}. The run may have been canceled` : message));
    if ('cause' in options) this.cause = options.cause;
    this.mayHaveBeenCanceled = mayHaveBeenCanceled;
  }
}

/** What an error of the platform usually means. */
const hints: Record<number, string> = {
  401: ' (the token is unknown or expired)',
  404: " (or the token is not a site administrator's)",
  409: ' (the run is final)',
};

interface ApiFailure {
  origin: string;
  response: Response;
  /** The body of the response: a JSON value, or a text that is not JSON. */
  body: unknown;
  /** The token that was sent. */
  token: string;
  isWrite: boolean;
}

/**
 * The platform, or a proxy before it, responded with an error status, or with a body that is not the requested document.
 * The message says what was received and what to do. If the response repeats the token, it is replaced by `[token]`.
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

  constructor({ origin, response, body, token, isWrite }: ApiFailure) {
    const { status } = response;
    const errors = redactJson(errorsIn(body), token);
    // After any other status, the platform may have carried the request out.
    const isRejected = status >= 400 && status < 500 && status !== 408;
    super(`${origin} responded with ${status}: ${redact(describe(response, errors, body), token)}`, {
      mayHaveBeenCanceled: isWrite && !isRejected,
    });
    this.status = status;
    this.errors = errors;
    this.requestId = requestIdOf(response, token);
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

interface ConnectionFailure {
  url: string;
  reason: string;
  /** What the user should check. */
  check: string;
  /** Whether the request may have left this machine. */
  isSent: boolean;
  isWrite: boolean;
  limit?: ConnectionError['limit'];
  cause?: unknown;
}

/** There was no complete response: the connection was refused, lost or not trusted, or a timeout expired. */
export class ConnectionError extends AdminRunsError {
  override name = 'ConnectionError';
  /**
   * Whether the request may have been sent. False if it certainly was not, which only Node reveals: the connection was
   * refused or not trusted, for example. Then the message begins with "Not sent".
   */
  readonly isSent: boolean;
  /** The option whose time expired. Undefined if there was no timeout. */
  declare readonly limit: 'timeout' | 'totalTimeout' | undefined;
  /** What `fetch` threw. Undefined if a timeout expired. */
  declare readonly cause: unknown;

  constructor({ url, reason, check, isSent, isWrite, limit, ...options }: ConnectionFailure) {
    super(`${isSent ? 'No response from' : 'Not sent to'} ${url}: ${reason}; check ${check}`, {
      ...options,
      mayHaveBeenCanceled: isWrite && isSent,
    });
    this.isSent = isSent;
    if (limit) this.limit = limit;
  }
}

const guardMessages = {
  final: 'is final',
  applying: 'is applying and may lose its state; pass allowApplying: true if nothing is working on it',
  unknown: 'is not listed',
  'read-only': 'is read-only',
};

/**
 * `forceCancel` checked the run and did not cancel it, or the client is read-only. Nothing was changed.
 *
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export class GuardError extends AdminRunsError {
  override name = 'GuardError';
  /**
   * `final`: the run has ended. `applying`: it may lose its state. `unknown`: no run with this ID is listed. `read-only`:
   * the client has the option `readOnly`.
   */
  readonly reason: 'final' | 'applying' | 'unknown' | 'read-only';
  /** The run when it was checked. Undefined if it is unknown, or was not checked. */
  readonly run: Run | undefined;

  constructor(reason: GuardError['reason'], subject: string, run?: Run) {
    super(`Not canceled: ${subject} ${guardMessages[reason]}`);
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
