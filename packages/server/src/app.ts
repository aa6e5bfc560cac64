import { randomUUID } from 'node:crypto';
import {
  bearerToken,
  createRouter,
  cutConnection,
  errorResponse,
  type Handle,
  type HttpRequest,
  type HttpResponse,
  jsonApiResponse,
  type Routed,
} from '@tfe-admin-runs/http';
import { facts } from './files.ts';
import type { Endpoint } from './http/endpoint.ts';
import { originOf } from './http/links.ts';
import type { OperationId } from './http/operation.ts';
import { ignoredParameters } from './http/query.ts';
import type { Allowance } from './http/rate-limit.ts';
import { exampleResponse } from './http/responses.ts';
import type { Identity } from './http/tokens.ts';
import type { Log } from './log.ts';
import { OutcomeUnknown, Unavailable } from './store/database.ts';
import type { InjectedFailures } from './test-surface/injected-failures.ts';

export interface AppOptions {
  endpoints: readonly Endpoint[];
  identify: (token: string | undefined) => Identity | undefined;
  /** Counts a request; undefined if there is no limit. */
  limit: ((key: string) => Allowance) | undefined;
  trustProxy: boolean;
  failures: InjectedFailures;
  /** Responds to requests below `/_test/`; undefined if that is switched off. */
  testSurface: Handle | undefined;
  /** Rejects if the database cannot serve. */
  check: () => Promise<void>;
  /** Whether the server is about to stop. */
  isDraining: () => boolean;
  /** Called just before a response is sent. */
  onResponse: (exchange: Exchange) => void;
  log: Log;
}

/** A request and its response. */
export interface Exchange {
  request: HttpRequest;
  response: HttpResponse;
  /** The requested operation; undefined if the document does not have it. */
  operationId: OperationId | undefined;
  milliseconds: number;
}

interface Routing {
  identity: Identity | undefined;
  requestId: string;
  routed: Routed<Endpoint>;
}

const healthy = jsonApiResponse(200, { meta: { status: 'ok' } });

const unavailable = errorResponse(
  503,
  { detail: 'the database is busy, full or out of reach; nothing was changed' },
  { 'retry-after': '1' },
);

const outcomeUnknown = errorResponse(500, {
  detail: 'the connection to the database was lost during the commit: check whether the change was made',
});

/**
 * Builds the application, a function from requests to responses. It checks a request in the platform's order: rate
 * limit, path, method, then what the endpoint checks.
 */
export function createApp(options: AppOptions): Handle {
  const { identify, limit, trustProxy, failures, testSurface, check, isDraining, onResponse, log } = options;
  const findEndpoint = createRouter(options.endpoints);

  return async (request) => {
    const requestId = requestIdOf(request);
    const routed = findEndpoint(request);
    const started = performance.now();
    const response = await settle(request, requestId, routed);
    const milliseconds = Math.round((performance.now() - started) * 100) / 100;
    const operationId = 'route' in routed ? routed.route.operationId : undefined;
    onResponse({ request, response, operationId, milliseconds });
    const { method, url } = request;
    log.debug('request', { request: requestId, method, url, status: response.status, milliseconds });
    return { ...response, headers: { ...response.headers, 'x-request-id': requestId } };
  };

  async function settle(request: HttpRequest, requestId: string, routed: Routed<Endpoint>): Promise<HttpResponse> {
    try {
      return await respond(request, requestId, routed);
    } catch (error) {
      log.error(error, { request: requestId });
      if (error instanceof Unavailable) return unavailable;
      return error instanceof OutcomeUnknown ? outcomeUnknown : exampleResponse('internal-server-error');
    }
  }

  /** The platform ignores unknown parameters, so a client with a mistyped filter would not notice that it got every run. */
  function logIgnored({ query }: HttpRequest, requestId: string, { parameters }: Endpoint): void {
    const ignored = ignoredParameters(query, parameters);
    if (ignored.length > 0) log.info('ignored unknown query parameters', { request: requestId, ignored });
  }

  /** Whether the server is ready: it is not about to stop, and its database can serve. */
  async function health(): Promise<HttpResponse> {
    if (isDraining()) return errorResponse(503, { detail: 'the server is about to stop' });
    await check();
    return healthy;
  }

  async function respond(request: HttpRequest, requestId: string, routed: Routed<Endpoint>): Promise<HttpResponse> {
    const { path, headers } = request;
    if (path === '/_health') return health();
    if (path === '/_health/live') return healthy;
    if (testSurface && path.startsWith('/_test/')) return testSurface(request);

    const identity = identify(bearerToken(headers.authorization));
    const allowance = limit?.(identity?.key ?? request.remoteAddress);
    const isAllowed = allowance?.allowed ?? true;
    const response = isAllowed
      ? await route(request, { identity, requestId, routed })
      : exampleResponse('too-many-requests');
    const common = { 'tfp-api-version': facts.apiVersion, ...allowance?.headers };
    return { ...response, headers: { ...common, ...response.headers } };
  }

  async function route(request: HttpRequest, { identity, requestId, routed }: Routing): Promise<HttpResponse> {
    const { path } = request;
    const origin = originOf(request, trustProxy);
    if (origin === undefined)
      return errorResponse(400, { detail: 'the Host header is not a host', source: { header: 'Host' } });

    if ('response' in routed) return routed.response;
    const { route: endpoint, parameters: pathParameters } = routed;
    if (endpoint.operationId) logIgnored(request, requestId, endpoint);
    const failure = await failures.take(endpoint.operationId);
    if (failure?.instead) return failure.instead;
    const response = await endpoint.respond(request, { identity, requestId, url: origin + path, pathParameters });
    return failure?.isCutAfter ? cutConnection : response;
  }
}

/** The client's `X-Request-Id`, if it is safe to repeat in a log and a header; otherwise a new one. */
function requestIdOf({ headers }: HttpRequest): string {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/+=-]{1,128}$/.test(id) ? id : randomUUID();
}
