import type { IncomingHttpHeaders } from 'node:http';

/** A request in the request log, with the status of its response. */
export interface RecordedRequest {
  /** In capitals. */
  readonly method: string;
  /** The path and the query as they were sent, with their escapes. */
  readonly url: string;
  /** The path as it was sent. */
  readonly path: string;
  /** The query, decoded. A name that was sent more than once has an array of its values. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The headers, names in lower case. Secret ones, such as `authorization`, are `[redacted]`. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The parsed JSON of the body, or its text if it is not JSON. Undefined if there was none, or more than 1 MiB. */
  readonly body: unknown;
  /** The status of the response; 0 if the connection was cut instead. */
  readonly status: number;
}
