import type { HttpRequest } from './request.ts';
import { errorResponse, type HttpResponse, jsonApiResponse } from './response.ts';

export interface Route {
  /** In capitals. */
  method: string;
  /** With path parameters in braces: `/runs/{run_id}`. */
  path: string;
}

export type PathParameters = Record<string, string>;

export type Routed<R> = { route: R; parameters: PathParameters } | { response: HttpResponse };

/** Finds the route of a request. If there is none, returns a response that lists the routes: 404, 405, or 200 for `/`. */
export function createRouter<R extends Route>(
  routes: readonly R[],
): (request: Pick<HttpRequest, 'method' | 'path'>) => Routed<R> {
  const matchers = routes.map((route) => ({ route, match: createPathMatcher(route.path) }));
  const list = routes.map(({ method, path }) => `${method} ${path}`).join(', ');

  const endpoints = jsonApiResponse(200, {
    meta: { endpoints: routes.map(({ method, path }) => `${method} ${path}`) },
  });

  return ({ method, path }) => {
    // Node leaves out the body of a response to HEAD.
    const wanted = method === 'HEAD' ? 'GET' : method;
    if (path === '/' && wanted === 'GET') return { response: endpoints };
    const allowed: string[] = [];
    for (const { route, match } of matchers) {
      const parameters = match(path);
      if (!parameters) continue;
      if (route.method === wanted) return { route, parameters };
      allowed.push(route.method);
    }
    if (allowed.length > 0) return { response: methodNotAllowed(method, allowed) };
    return { response: errorResponse(404, { detail: `no such path; use one of ${list}` }) };
  };
}

export function methodNotAllowed(method: string, allowed: readonly string[]): HttpResponse {
  const allow = allowed.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each])).join(', ');
  return errorResponse(405, { detail: `${method} is not possible here; use ${allow}` }, { allow });
}

/** Returns the decoded path parameters of a path that matches the template, otherwise undefined. */
export function createPathMatcher(template: string): (path: string) => PathParameters | undefined {
  const parts = template.split('/');

  return (path) => {
    const segments = path.split('/');
    if (segments.length !== parts.length) return undefined;
    const parameters: PathParameters = {};
    for (const [index, part] of parts.entries()) {
      const segment = segments[index] as string;
      if (!part.startsWith('{')) {
        if (segment !== part) return undefined;
        continue;
      }
      const value = decodeSegment(segment);
      if (value === undefined) return undefined;
      parameters[part.slice(1, -1)] = value;
    }
    return parameters;
  };
}

/** Decodes a path parameter; undefined if it is not valid. Clients remove `.` and `..` from URLs, also escaped ones. */
function decodeSegment(segment: string): string | undefined {
  try {
    const value = decodeURIComponent(segment);
    return ['', '.', '..'].includes(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
