import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRequest } from './request.ts';

/** A request in a request log. The public types of the mock and the server have this shape. */
interface LoggedRequest {
  method: string;
  url: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: IncomingHttpHeaders;
  body: unknown;
  status: number;
}

const secretHeaders = ['authorization', 'proxy-authorization', 'cookie'];

/** The entry of a request log: the request without its secrets, and the status of the response. */
export function toLoggedRequest(
  { method, url, path, query, headers, body }: HttpRequest,
  status: number,
): LoggedRequest {
  return {
    method,
    url,
    path,
    query: queryToObject(query),
    headers: redact(headers),
    body: parseBody(body?.toString()),
    status,
  };
}

function queryToObject(query: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(query.keys())].map((name): [string, string | string[]] => {
    const [first = '', ...others] = query.getAll(name);
    return [name, others.length > 0 ? [first, ...others] : first];
  });
  return Object.fromEntries(entries);
}

function redact(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const secrets = secretHeaders.filter((name) => name in headers);
  return { ...headers, ...Object.fromEntries(secrets.map((name) => [name, '[redacted]'])) };
}

/** Parses a body as JSON, or keeps its text. */
function parseBody(text: string | undefined): unknown {
  if (!text) return undefined;
  try {
    const value = JSON.parse(text);
    // What is nested too deep to be written again would spoil the whole log.
    JSON.stringify(value);
    return value;
  } catch {
    return text;
  }
}
