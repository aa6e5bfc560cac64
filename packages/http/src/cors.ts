import type { HttpResponse } from './response.ts';
import type { Handle } from './serve.ts';

const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'Authorization, Content-Type, Prefer, X-Request-Id',
  'access-control-max-age': '600',
};

/** Lets pages of other origins read the responses, without cookies; `allows` decides which origins. */
export function withCors(handle: Handle, allows: (origin: string) => boolean): Handle {
  return async (request) => {
    const { method, headers } = request;
    const { origin } = headers;
    if (origin === undefined || !allows(origin)) return handle(request);
    const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    const response = isPreflight ? noContent(preflightHeaders) : await handle(request);
    return { ...response, headers: { ...corsHeaders(origin), ...response.headers } };
  };
}

function noContent(headers: Record<string, string>): HttpResponse {
  return { status: 204, headers, body: undefined };
}

function corsHeaders(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': '*', vary: 'origin' };
}
