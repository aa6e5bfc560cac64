import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRequest } from './request.ts';

/** A request that was answered, and the status of its answer. */
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
  /** The status of the answer. */
  readonly status: number;
}

const secret = ['authorization', 'proxy-authorization', 'cookie'];

export function toRecord({ method, url, path, query, headers, body }: HttpRequest, status: number): RecordedRequest {
  const values = [...new Set(query.keys())].map((name) => [name, query.getAll(name)] as const);
  const redacted = secret.filter((name) => name in headers).map((name) => [name, '[redacted]']);
  return {
    method,
    url,
    path,
    query: Object.fromEntries(values.map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all])),
    headers: { ...headers, ...Object.fromEntries(redacted) },
    body: meaning(body?.toString()),
    status,
  };
}

function meaning(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    const value = JSON.parse(text);
    // What is nested too deep to be written again would spoil the whole journal.
    JSON.stringify(value);
    return value;
  } catch {
    return text;
  }
}
