import type { HttpRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import type { Handle } from './serve.ts';

/** Lets pages of other origins read the responses; `allows` decides which origins. */
export function withCors(handle: Handle, allows: (origin: string) => boolean): Handle {
  return async (request) => {
    const { method, headers } = request;
    if (headers.origin === undefined || !allows(headers.origin)) return handle(request);
    const requestedMethod = headers['access-control-request-method'];
    if (method === 'OPTIONS' && requestedMethod !== undefined)
      return preflight(headers.origin, requestedMethod, headers);
    const response = await handle(request);
    return { ...response, headers: { ...corsHeaders(headers.origin), ...response.headers } };
  };
}

function preflight(origin: string, method: string, headers: HttpRequest['headers']): HttpResponse {
  return {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'access-control-allow-methods': method,
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    },
    body: undefined,
  };
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': '*',
    vary: 'origin',
  };
}
