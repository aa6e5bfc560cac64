import {
  bearerToken,
  createRouter,
  type ErrorDocument,
  type HttpRequest,
  type HttpResponse,
  type InputSpec,
  type Problem,
  type Rejection,
  type Route,
  readInput,
  readParameter,
  titleOf,
} from '@tfe-admin-runs/http';
import { bodyTypesOf, createBodyCheck } from './body.ts';
import type { Engine } from './engine.ts';
import type { Operation } from './operation.ts';
import { preferIncluded, readPreference } from './prefer.ts';
import { createQueryCheck } from './query.ts';

export interface CheckedResponse extends HttpResponse {
  /**
   * What was wrong: with the request, if the mock rejects it, or with the response, if the proxy forwarded it. An error that
   * the request asked for by `Prefer` is nothing wrong.
   */
  problems: Problem[];
}

export type Respond = (request: HttpRequest) => Promise<CheckedResponse>;

/** Creates the function that responds to requests by the operations of the document. */
export function createRespond(operations: Operation[], engine: Engine): Respond {
  const find = createRouter(operations.map((operation) => createEndpoint(operation, engine)));
  return async (request) => {
    const found = find(request);
    return 'route' in found
      ? found.route.respond(request)
      : { ...found.response, problems: problemsIn(found.response) };
  };
}

interface Endpoint extends Route {
  respond: Respond;
}

function createEndpoint(operation: Operation, engine: Engine): Endpoint {
  const checkQuery = createQueryCheck(operation);
  const input: InputSpec<URLSearchParams> = {
    bodyTypes: bodyTypesOf(operation),
    readQuery(query) {
      const problems = checkQuery(query);
      return problems.length > 0 ? { problems } : { query };
    },
    checkBody: createBodyCheck(operation),
  };

  /** The document's error of this status, with the problems of this request. */
  async function reject({ status, problems }: Rejection): Promise<CheckedResponse> {
    const response = await engine(operation, { code: status, dynamic: false });
    const kind = kindOf(response, status);
    const errors = problems.map((problem) => ({ ...kind, ...problem }));
    return { ...response, body: { errors }, problems };
  }

  async function respond(request: HttpRequest): Promise<CheckedResponse> {
    const { headers } = request;
    const tokenProblem = checkToken(operation, headers.authorization);
    if (tokenProblem) return reject({ status: 401, problems: [tokenProblem] });
    const read = readInput(request, input);
    if ('problems' in read) return reject(read);
    const preference = readPreference(headers.prefer as string | undefined, operation);
    if ('detail' in preference) return reject({ status: 400, problems: [preference] });

    const wanted = asksForIncluded(read.query) ? preferIncluded(preference, operation) : preference;
    const response = await engine(operation, wanted);
    return { ...(response.status < 400 ? response : withOwnStatus(response)), problems: [] };
  }

  return { method: operation.method.toUpperCase(), path: operation.path, respond };
}

/** What was wrong with a request that reached no operation. */
function problemsIn({ body }: HttpResponse): Problem[] {
  const { errors = [] } = body as Partial<ErrorDocument>;
  return errors.map(({ title, detail = title }) => ({ detail }));
}

/** Status and title of an error. The document's `default` response has an example of one status, but stands for many. */
function kindOf(response: HttpResponse, status: number): { status: string; title: string } {
  const [example] = (response.body as ErrorDocument).errors;
  const title = example?.status === String(status) ? example.title : titleOf(status);
  return { status: String(status), title };
}

/** `Prefer: code=503` gets the document's `default` response, whose example has another status. */
function withOwnStatus(response: HttpResponse): HttpResponse {
  const { errors } = response.body as ErrorDocument;
  const kind = kindOf(response, response.status);
  return { ...response, body: { errors: errors.map((error) => ({ ...error, ...kind })) } };
}

function asksForIncluded(query: URLSearchParams): boolean {
  const paths = readParameter(query.get('include') ?? '', { type: 'array' });
  return Array.isArray(paths) && paths.length > 0;
}

function checkToken({ security = [] }: Operation, authorization: string | undefined): Problem | undefined {
  if (security.length === 0 || bearerToken(authorization) !== undefined) return undefined;
  const problem = authorization === undefined ? 'no token was sent' : 'the Authorization header is not a bearer token';
  return { detail: `${problem}; send Authorization: Bearer TOKEN`, source: { header: 'Authorization' } };
}
