import { randomUUID } from 'node:crypto';
import { type Answer, bearerToken, failure, type HttpRequest } from '@tfe-admin-runs/http';
import { facts } from './document.ts';
import { createEndpoints } from './endpoint.ts';
import type { Faults } from './faults.ts';
import { originOf } from './links.ts';
import type { Log } from './log.ts';
import type { Allowance } from './rate-limit.ts';
import { answer, type Handler, refusal } from './runs.ts';
import type { Identity } from './tokens.ts';

export interface AppOptions {
  /** By `operationId`, one for each operation of the document. */
  handlers: Record<string, Handler>;
  identify: (token: string | undefined) => Identity | undefined;
  /** Counts a request; undefined if there is no limit. */
  limit: ((key: string) => Allowance) | undefined;
  trustProxy: boolean;
  faults: Faults;
  /** Answers what is below `/_test/`; undefined if that is switched off. */
  testSurface: ((request: HttpRequest) => Answer) | undefined;
  /** Called with each request and its answer, just before the answer is sent. */
  answered: (request: HttpRequest, answer: Answer) => void;
  log: Log;
}

/** What real clients ask before anything else, without a token. */
const fixed: Record<string, Answer> = {
  '/api/v2/ping': { status: 204, headers: {}, body: undefined },
  '/.well-known/terraform.json': {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { 'modules.v1': '/api/registry/v1/modules/', 'tfe.v2': '/api/v2/' },
  },
};

/**
 * Builds the application: requests in, answers out. A request is judged in the platform's order: rate limit, path,
 * method, token, administrator, content type, query, body, run. Throws if the document and the handlers are not about
 * the same operations.
 */
export function createApp(options: AppOptions): (request: HttpRequest) => Promise<Answer> {
  const { identify, limit, trustProxy, faults, testSurface, answered, log } = options;
  const endpoints = createEndpoints(facts.operations, options.handlers);
  const list = facts.operations.map(({ method, path }) => `${method} ${path}`).join(', ');

  async function respond(request: HttpRequest, id: string): Promise<Answer> {
    const { path, headers } = request;
    if (path === '/_health') return answer(200, { meta: { status: 'ok' } });
    if (testSurface && path.startsWith('/_test/')) return testSurface(request);

    const identity = identify(bearerToken(headers.authorization));
    const allowance = limit?.(identity?.key ?? request.remoteAddress);
    const result = allowance?.allowed === false ? refusal('too-many-requests') : await route(request, identity, id);
    return { ...result, headers: { 'tfp-api-version': facts.apiVersion, ...allowance?.headers, ...result.headers } };
  }

  function route(request: HttpRequest, identity: Identity | undefined, id: string): Answer | Promise<Answer> {
    const { path, method } = request;
    const known = Object.hasOwn(fixed, path) ? fixed[path] : undefined;
    if (known) return method === 'GET' ? known : wrongMethod(method, ['GET']);
    const origin = originOf(request, trustProxy);
    if (origin === undefined)
      return failure(400, { detail: 'the Host header names no host', source: { header: 'Host' } });

    const segments = path.split('/');
    const allowed: string[] = [];
    for (const { operation, match, call } of endpoints) {
      const parameters = match(segments);
      if (!parameters) continue;
      if (operation.method !== method) {
        allowed.push(operation.method);
        continue;
      }
      const fault = faults.take(operation.operationId);
      if (!fault) return call(request, { identity, id, address: origin + path, path: parameters });
      return fault.then(
        (failed) => failed ?? call(request, { identity, id, address: origin + path, path: parameters }),
      );
    }
    return allowed.length > 0
      ? wrongMethod(method, allowed)
      : failure(404, { detail: `no such path; the server has ${list}` });
  }

  return async (request) => {
    const id = requestIdOf(request);
    const started = performance.now();
    const result = await settle(request, id);
    answered(request, result);
    const { method, url } = request;
    const milliseconds = Math.round((performance.now() - started) * 100) / 100;
    log.detail('request', { request: id, method, url, status: result.status, milliseconds });
    return { ...result, headers: { ...result.headers, 'x-request-id': id } };
  };

  async function settle(request: HttpRequest, id: string): Promise<Answer> {
    try {
      return await respond(request, id);
    } catch (error) {
      log.failure(error, { request: id });
      return refusal('internal-server-error');
    }
  }
}

function wrongMethod(method: string, allowed: string[]): Answer {
  const allow = allowed.join(', ');
  return failure(405, { detail: `${method} is not possible here; use ${allow}` }, { allow });
}

/** The client's own ID of the request, unless it could spoil a log or a header. */
function requestIdOf({ headers }: HttpRequest): string {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/+=-]{1,128}$/.test(id) ? id : randomUUID();
}
