import type { ErrorObject } from '@tfe-admin-runs/types';

/**
 * The platform answered, or a proxy before it, but not with what was asked for: an error status, or a success whose
 * body is no such document. The message says what came; the client never puts the token into it.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status; 0 for a redirect that a browser hides. */
  declare readonly status: number;
  /** The JSON:API errors of the answer; empty if it held none. */
  declare readonly errors: readonly ErrorObject[];
  /** The answer's `X-Request-Id`, which the platform's own logs know; null if it had none. */
  declare readonly requestId: string | null;
  /** The answer itself, for its headers; its body is read already. */
  declare readonly response: Response;

  /** @internal */
  constructor(address: string, response: Response, body: unknown) {
    const { status, headers } = response;
    const held = Object(body).errors;
    const errors: (ErrorObject | null)[] = Array.isArray(held) ? held : [];
    const location = headers.get('Location');
    // Never the body itself, which may repeat the token; of a redirect only the path, for a login's secrets follow it.
    const answer = errors[0]
      ? errors.map((error) => error?.detail ?? error?.title).join('; ')
      : location || !status
        ? `a redirect to ${location?.split(/[?#;]/)[0] ?? 'a login?'}`
        : `no JSON:API document (${body ? headers.get('Content-Type') : 'empty'})`;
    super(`${address} answered ${status}: ${answer}`);
    Object.assign(this, { status, errors, requestId: headers.get('X-Request-Id'), response });
  }
}

/** No whole answer came: the connection was refused, cut or not trusted. `cause` is what `fetch` threw. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  /** @internal */
  constructor(address: string, cause: unknown) {
    const { message = cause, cause: reason } = Object(cause);
    // In Node the message is "fetch failed", and the reason is in its cause.
    super(`No answer from ${address}: ${reason?.message || reason?.code || message}`, { cause });
  }
}
