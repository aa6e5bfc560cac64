import {
  bearerToken,
  bodyLimit,
  createRouter,
  type ErrorDocument,
  essenceOf,
  type HttpRequest,
  type HttpResponse,
  type Problem,
  parseJson,
  type Route,
  titleOf,
} from '@tfe-admin-runs/http';
import { bodyTypesOf, createBodyCheck } from './body.ts';
import type { Engine } from './engine.ts';
import type { Operation } from './operation.ts';
import { readPreference } from './prefer.ts';
import { createQueryCheck } from './query.ts';

export type Respond = (request: HttpRequest) => Promise<HttpResponse>;

/** Creates the function that responds to requests by the operations of the document. */
export function createRespond(operations: Operation[], engine: Engine): Respond {
  const find = createRouter(operations.map((operation) => createEndpoint(operation, engine)));
  return async (request) => {
    const found = find(request);
    return 'response' in found ? found.response : found.route.respond(request);
  };
}

interface Endpoint extends Route {
  respond: Respond;
}

/** The first check of a request that fails decides the status, and its response lists every problem that it found. */
interface Rejection {
  status: number;
  problems: Problem[];
}

function createEndpoint(operation: Operation, engine: Engine): Endpoint {
  const bodyTypes = bodyTypesOf(operation);
  const checkQuery = createQueryCheck(operation);
  const checkBody = createBodyCheck(operation);

  /** Checks a request in the platform's order: token, content type, length, query, body. */
  function check({ headers, query, body }: HttpRequest): Rejection | undefined {
    const tokenProblem = checkToken(operation, headers.authorization);
    if (tokenProblem) return { status: 401, problems: [tokenProblem] };
    const typeProblem = checkType(bodyTypes, headers['content-type']);
    if (typeProblem) return { status: 415, problems: [typeProblem] };
    const takesBody = bodyTypes.length > 0;
    if (takesBody && !body)
      return { status: 413, problems: [{ detail: `the body is longer than ${bodyLimit} bytes` }] };
    const queryProblems = checkQuery(query);
    if (queryProblems.length > 0) return { status: 400, problems: queryProblems };
    return takesBody && body ? checkJson(body) : undefined;
  }

  function checkJson(body: Buffer): Rejection | undefined {
    const json = parseJson(body);
    if ('problem' in json) return { status: 400, problems: [{ detail: `the body is not JSON: ${json.problem}` }] };
    const problems = checkBody(json.value);
    return problems.length > 0 ? { status: 422, problems } : undefined;
  }

  /** The document's error of this status, with the problems of this request. */
  async function reject({ status, problems }: Rejection): Promise<HttpResponse> {
    const response = await engine(operation, { code: status, dynamic: false });
    const kind = kindOf(response, status);
    return { ...response, body: { errors: problems.map((problem) => ({ ...kind, ...problem })) } };
  }

  async function respond(request: HttpRequest): Promise<HttpResponse> {
    const rejection = check(request);
    if (rejection) return reject(rejection);
    const preference = readPreference(request.headers.prefer as string | undefined, operation);
    if ('detail' in preference) return reject({ status: 400, problems: [preference] });
    const response = await engine(operation, preference);
    return response.status < 400 ? response : withOwnStatus(response);
  }

  return { method: operation.method.toUpperCase(), path: operation.path, respond };
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

function checkToken({ security = [] }: Operation, authorization: string | undefined): Problem | undefined {
  if (security.length === 0 || bearerToken(authorization) !== undefined) return undefined;
  const problem = authorization === undefined ? 'no token was sent' : 'the Authorization header is not a bearer token';
  return { detail: `${problem}; send Authorization: Bearer TOKEN`, source: { header: 'Authorization' } };
}

function checkType(bodyTypes: string[], contentType: string | undefined): Problem | undefined {
  if (bodyTypes.length === 0) return undefined;
  const sent = essenceOf(contentType);
  if (sent && bodyTypes.includes(sent)) return undefined;
  const what = sent ? `, not ${sent}` : '; none was sent';
  return { detail: `content-type must be ${bodyTypes.join(' or ')}${what}`, source: { header: 'Content-Type' } };
}
