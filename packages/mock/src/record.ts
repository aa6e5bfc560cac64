import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { MockRequest } from './answer.ts';
import type { Answer, ErrorDocument } from './errors.ts';

/** A request that the mock got, and the status of its answer. */
export interface RecordedRequest {
  /** In capitals. */
  readonly method: string;
  /** The path and the query as they came over the wire, escapes and all. */
  readonly url: string;
  /** The path alone, as it came. */
  readonly path: string;
  /** The query, decoded; a name that came more than once has an array of its values. */
  readonly query: Readonly<Record<string, string | string[]>>;
  /** The headers, names in lower case. Those that carry secrets, such as `authorization`, are `[redacted]`. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The body: what its JSON means, or its text if it is not JSON; undefined if there was none, or more than 1 MiB. */
  readonly body: unknown;
  /** The status of the mock's answer. */
  readonly status: number;
}

const secret = ['authorization', 'proxy-authorization', 'cookie'];

export const toRecord = (message: IncomingMessage, request: MockRequest, status: number): RecordedRequest => {
  const { method, path, query } = request;
  const values = [...new Set(query.keys())].map((name) => [name, query.getAll(name)] as const);
  const redacted = secret.filter((name) => name in message.headers).map((name) => [name, '[redacted]']);
  return {
    method,
    url: message.url ?? '/',
    path,
    query: Object.fromEntries(values.map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all])),
    headers: { ...message.headers, ...Object.fromEntries(redacted) },
    body: meaning(request.body),
    status,
  };
};

const meaning = (body: string | undefined): unknown => {
  try {
    return body ? JSON.parse(body) : undefined;
  } catch {
    return body;
  }
};

/** `GET /api/v2/admin/runs 200`, and after it what was wrong. */
export const toLine = ({ method, url, status }: RecordedRequest, { body }: Answer): string => {
  const errors = (body as Partial<ErrorDocument>).errors ?? [];
  const problems = errors.map(({ title, detail }) => detail ?? title).join('; ');
  // What was sent may hold characters that would steer a terminal.
  return `${method} ${url} ${status}${problems && `: ${problems}`}`.replace(/\p{Cc}/gu, ' ');
};
