import type { Answer } from './errors.ts';
import type { HttpRequest } from './request.ts';

/** Lets the pages of other origins in browsers use what answers; `allows` tells which origins. */
export function withCors(
  answer: (request: HttpRequest) => Answer | Promise<Answer>,
  allows: (origin: string) => boolean,
): (request: HttpRequest) => Promise<Answer> {
  return async (request) => {
    const { method, headers } = request;
    if (headers.origin === undefined || !allows(headers.origin)) return answer(request);
    const wanted = headers['access-control-request-method'];
    if (method === 'OPTIONS' && wanted !== undefined) return preflight(headers.origin, wanted, headers);
    const result = await answer(request);
    return { ...result, headers: { ...corsHeaders(headers.origin), ...result.headers } };
  };
}

function preflight(origin: string, method: string, headers: HttpRequest['headers']): Answer {
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
