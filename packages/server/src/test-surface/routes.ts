import {
  createRouter,
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  jsonApiResponse,
  type PathParameters,
  parseJson,
  type Route,
  titleOf,
} from '@tfe-admin-runs/http';
import { InvalidArgument } from '../world/invalid-argument.ts';
import type { NewRun } from '../world/new-run.ts';
import type { RunUpdate } from '../world/update-run.ts';
import type { TestFunctions } from './functions.ts';
import type { InjectedFailure } from './injected-failures.ts';

const noContent: HttpResponse = { status: 204, headers: {}, body: undefined };

interface TestRoute extends Route {
  respond: (body: unknown, parameters: PathParameters) => Promise<HttpResponse>;
}

/** Responds to requests below `/_test/`. */
export function createTestSurface(functions: TestFunctions): (request: HttpRequest) => Promise<HttpResponse> {
  const routes: TestRoute[] = [
    {
      method: 'POST',
      path: '/_test/reset',
      async respond() {
        await functions.reset();
        return noContent;
      },
    },
    {
      method: 'POST',
      path: '/_test/runs',
      async respond(body) {
        const isMany = Array.isArray(body);
        const data = await (isMany ? functions.createRuns(body) : functions.createRun(body as NewRun));
        return jsonApiResponse(201, { data });
      },
    },
    {
      method: 'PATCH',
      path: '/_test/runs/{run_id}',
      async respond(body, { run_id: id = '' }) {
        return jsonApiResponse(200, { data: await functions.updateRun(id, body as RunUpdate) });
      },
    },
    {
      method: 'POST',
      path: '/_test/failures',
      async respond(body) {
        functions.injectFailure(body as InjectedFailure);
        return noContent;
      },
    },
    {
      method: 'GET',
      path: '/_test/requests',
      async respond() {
        return jsonApiResponse(200, { meta: { requests: functions.requests } });
      },
    },
  ];
  const findRoute = createRouter(routes);

  return async (request) => {
    if (!isFromThisMachine(request))
      return errorResponse(404, { detail: 'the test surface is for this machine alone' });
    const found = findRoute(request);
    if ('response' in found) return found.response;
    const json = parseJson(request.body ?? Buffer.from('too long'));
    if ('problem' in json) return errorResponse(400, { detail: `the body is not JSON: ${json.problem}` });
    try {
      return await found.route.respond(json.value, found.parameters);
    } catch (error) {
      if (!(error instanceof InvalidArgument)) throw error;
      const errors = error.problems.map((problem) => ({ status: '422', title: titleOf(422), ...problem }));
      return jsonApiResponse(422, { errors });
    }
  };
}

/**
 * A web page in a browser on this machine can reach the loopback address too. Browsers send the page's origin; and if the
 * page's own host name resolves to this machine (DNS rebinding), the `Host` header has that name.
 */
function isFromThisMachine({ headers }: HttpRequest): boolean {
  const isCrossSite = headers.origin !== undefined || headers['sec-fetch-site'] === 'cross-site';
  const [host = ''] = /^(\[.*\]|[^:]*)/.exec(headers.host ?? '') ?? [];
  return !isCrossSite && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(host);
}
