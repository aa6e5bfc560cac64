import { bodyLimit, createPathMatcher, errorResponse, type HttpRequest, type Problem } from '@tfe-admin-runs/http';
import type { Operation } from './operation.ts';
import type { CheckedResponse, Respond } from './respond.ts';
import { createResponseCheck } from './response-check.ts';

export interface ProxyOptions {
  /** The origin of the installation, such as `https://tfe.example.com`. */
  origin: string;
  /** Whether a force-cancel is forwarded. Reading always is. */
  allowForceCancel: boolean;
  operations: readonly Operation[];
}

/** Longer than the platform takes for any request, in milliseconds. */
const timeout = 60_000;

/** The longest response that is held in memory, in bytes: 64 MiB, far more than any page of runs. */
const responseLimit = 64 * 1024 * 1024;

/** What of a request the installation needs. Everything else is about the connection to the proxy. */
const forwardedHeaders = ['authorization', 'content-type', 'accept', 'user-agent', 'x-request-id'];

/**
 * What of a response is about its own connection, its encoding (`fetch` has decoded it) or the installation's own pages. A
 * cache must not answer for the installation.
 */
const droppedHeaders = new Set([
  'alt-svc',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
]);

/** Creates a proxy in front of an installation. Sends nothing, the token least of all, to any other origin. */
export function createProxy({ origin, allowForceCancel, operations }: ProxyOptions): Respond {
  const endpoints = operations.map((operation) => ({
    method: operation.method.toUpperCase(),
    matches: createPathMatcher(operation.path),
    check: createResponseCheck(operation),
  }));

  function endpointOf({ method, path }: HttpRequest) {
    const wanted = method === 'HEAD' ? 'GET' : method;
    return endpoints.find((endpoint) => endpoint.method === wanted && endpoint.matches(path));
  }

  function reasonNotToForward(request: HttpRequest): string | undefined {
    const { method } = request;
    // Otherwise `@elsewhere.example` would become the host, and a backslash, as in URLs, another path.
    if (!request.url.startsWith('/') || request.url.includes('\\')) return 'the target must be a path';
    if (method === 'GET' || method === 'HEAD') return undefined;
    if (!endpointOf(request)) return `${method} is not an operation of the document here`;
    return allowForceCancel ? undefined : 'a force-cancel is only forwarded with --allow-force-cancel';
  }

  return async (request) => {
    const { method, headers, body } = request;
    const reason = reasonNotToForward(request);
    if (reason) return { ...errorResponse(405, { detail: reason }), problems: [] };
    if (!body) return { ...errorResponse(413, { detail: `the body is longer than ${bodyLimit} bytes` }), problems: [] };
    try {
      const sent = Object.entries(headers).filter(([name]) => forwardedHeaders.includes(name));
      const received = await fetch(origin + request.url, {
        method,
        headers: Object.fromEntries(sent) as Record<string, string>,
        body: method === 'POST' && body.length > 0 ? new Uint8Array(body) : null,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      return await forward(received, request);
    } catch (error) {
      const { message, cause } = error as Error;
      return badGateway({ detail: `no response from ${origin}: ${(cause as Error)?.message ?? message}` });
    }
  };

  /** Where a redirect leads, without its path and query: those of a download are the key to it. */
  function originOfTarget(headers: Headers): string {
    return URL.parse(headers.get('location') ?? '', origin)?.origin ?? 'no URL';
  }

  async function forward(received: Response, request: HttpRequest): Promise<CheckedResponse> {
    const { status, headers } = received;
    // Not handed on: a client that follows it may send its token there.
    if (status >= 300 && status < 400) {
      const detail = `${origin} redirects to ${originOfTarget(headers)}; give --proxy the address that responds itself`;
      return badGateway({ detail });
    }
    const body = await readBody(received);
    if (!body) return badGateway({ detail: `a response of ${origin} is longer than ${responseLimit} bytes` });
    const kept = [...headers].filter(([name]) => !droppedHeaders.has(name));
    // A response to HEAD has no body to check.
    const check = request.method === 'HEAD' ? undefined : endpointOf(request)?.check;
    return { status, headers: Object.fromEntries(kept), body, problems: check?.({ status, headers, body }) ?? [] };
  }
}

/** Undefined if it is longer than `responseLimit`. */
async function readBody({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > responseLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The installation did not give a response that can be checked: to ignore that would be to pass without a check. */
function badGateway(problem: Problem): CheckedResponse {
  return { ...errorResponse(502, problem), problems: [problem] };
}
