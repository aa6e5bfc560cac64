import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  jsonApiResponse,
  parseJson,
  titleOf,
} from '@tfe-admin-runs/http';
import { InvalidArgument } from '../world/invalid-argument.ts';
import type { NewRun } from '../world/new-run.ts';
import type { TestFunctions } from './functions.ts';
import type { InjectedFailure } from './injected-failures.ts';

const noContent: HttpResponse = { status: 204, headers: {}, body: undefined };

/** Responds to requests below `/_test/`. */
export function createTestSurface(functions: TestFunctions): (request: HttpRequest) => Promise<HttpResponse> {
  const routes: Record<string, (body: unknown) => Promise<HttpResponse>> = {
    async 'POST /_test/reset'() {
      await functions.reset();
      return noContent;
    },
    async 'POST /_test/runs'(body) {
      return jsonApiResponse(201, { data: await functions.createRun(body as NewRun) });
    },
    async 'POST /_test/failures'(body) {
      functions.injectFailure(body as InjectedFailure);
      return noContent;
    },
    async 'GET /_test/requests'() {
      return jsonApiResponse(200, { meta: { requests: functions.requests } });
    },
  };

  return async ({ method, path, headers, body }) => {
    // A page in a browser on this machine can reach the loopback address too, but browsers send its origin.
    const isFromPage = headers.origin !== undefined;
    const route = isFromPage ? undefined : routes[`${method} ${path}`];
    if (!route) return errorResponse(404, { detail: `the test surface has ${Object.keys(routes).join(', ')}` });
    const json = parseJson(body ?? Buffer.from('too long'));
    if ('problem' in json) return errorResponse(400, { detail: `the body is not JSON: ${json.problem}` });
    try {
      return await route(json.value);
    } catch (error) {
      if (!(error instanceof InvalidArgument)) throw error;
      const errors = error.problems.map((problem) => ({ status: '422', title: titleOf(422), ...problem }));
      return jsonApiResponse(422, { errors });
    }
  };
}
