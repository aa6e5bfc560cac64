import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRequest } from './request.ts';

/** A request in a request log. The public types of the mock and the server have this shape. */
export interface LoggedRequest {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly status: number;
}

interface Limits {
  maxRequests: number;
  /** The limit for the URLs, headers and bodies of all requests together. */
  maxBytes: number;
}

const defaultLimits: Limits = { maxRequests: 1000, maxBytes: 16 * 1024 * 1024 };

/**
 * Creates a log of the latest requests. It keeps URLs, headers and bodies as text or bytes, and parses them when they are
 * read: parsed, each can take more than twenty times its size. The list may be emptied from outside.
 */
export function createRequestLog({ maxRequests, maxBytes }: Limits = defaultLimits) {
  const requests: LoggedRequest[] = [];
  const sizes = new WeakMap<LoggedRequest, number>();
  let bytes = 0;
  let knownLength = 0;

  function sizeOf(request: LoggedRequest): number {
    return sizes.get(request) ?? 0;
  }

  function add(request: HttpRequest, status: number): LoggedRequest {
    const { logged, size } = toLoggedRequest(request, status);
    sizes.set(logged, size);
    if (requests.length !== knownLength) bytes = requests.reduce((sum, each) => sum + sizeOf(each), 0);
    requests.push(logged);
    bytes += sizeOf(logged);
    while (requests.length > maxRequests || bytes > maxBytes) bytes -= sizeOf(requests.shift() as LoggedRequest);
    knownLength = requests.length;
    return logged;
  }

  return { requests, add };
}

function toLoggedRequest({ method, url, path, headers, body }: HttpRequest, status: number) {
  const headerText = JSON.stringify(redact(headers));
  const logged: LoggedRequest = {
    method,
    url,
    path,
    get query() {
      return queryToObject(new URLSearchParams(url.slice(path.length)));
    },
    get headers() {
      return JSON.parse(headerText);
    },
    get body() {
      return parseBody(body?.toString());
    },
    status,
  };
  return { logged, size: url.length + headerText.length + (body?.length ?? 0) };
}

/** The values of a query by name; a name that was sent more than once has all of its values. */
export function groupQuery(query: URLSearchParams): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of query) {
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return groups;
}

function queryToObject(query: URLSearchParams): Record<string, string | string[]> {
  const entries = [...groupQuery(query)].map(([name, values]) => [name, values.length > 1 ? values : values[0]]);
  return Object.fromEntries(entries);
}

const secretNames = /authorization|cookie|token|key|secret|password/;

function redact(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const redacted = { ...headers };
  for (const name of Object.keys(headers)) if (secretNames.test(name)) redacted[name] = '[redacted]';
  return redacted;
}

/** Parses a body as JSON, or keeps its text. */
function parseBody(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    const value = JSON.parse(text);
    // A value that is nested too deeply cannot be written as JSON, which would make the whole log unreadable.
    JSON.stringify(value);
    return value;
  } catch {
    return text;
  }
}
