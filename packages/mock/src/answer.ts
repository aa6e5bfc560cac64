import {
  type Answer,
  bearerToken,
  bodyLimit,
  type ErrorDocument,
  essenceOf,
  type Fault,
  failure,
  type HttpRequest,
  parseJson,
  titleOf,
} from '@tfe-admin-runs/http';
import { bodyTypes, createBodyCheck } from './body.ts';
import type { Engine } from './engine.ts';
import type { Operation } from './operations.ts';
import { readPreference } from './prefer.ts';
import { createQueryCheck } from './query.ts';

/**
 * Answers requests by the operations of the document. A request is judged in the platform's order: path, method, token,
 * content type, query, body; the first of them that is wrong decides the status, and all that is wrong with it is told.
 */
export const createAnswerer = (operations: Operation[], engine: Engine) => {
  const endpoints = operations.map((operation) => createEndpoint(operation, engine));
  const list = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(', ');

  return async (request: HttpRequest): Promise<Answer> => {
    const segments = request.path.split('/');
    const here = endpoints.filter(({ matches }) => matches(segments));
    const endpoint = here.find(({ method }) => method === request.method);
    if (endpoint) return endpoint.answer(request);
    if (here.length === 0) return failure(404, { detail: `no such path; the mock has ${list}` });
    const allow = here.map(({ method }) => method).join(', ');
    return failure(405, { detail: `${request.method} is not possible here; use ${allow}` }, { allow });
  };
};

const createEndpoint = (operation: Operation, engine: Engine) => {
  const template = operation.path.split('/');
  const types = bodyTypes(operation);
  const checkQuery = createQueryCheck(operation);
  const checkBody = createBodyCheck(operation);

  const refuse = async (status: number, faults: Fault[]): Promise<Answer> => {
    const answer = await engine(operation, { code: status, dynamic: false });
    return { ...answer, body: { errors: faults.map((fault) => ({ ...kind(answer, status), ...fault })) } };
  };

  const answer = async (request: HttpRequest): Promise<Answer> => {
    const { headers, query, body } = request;
    const tokenFault = checkToken(operation, headers.authorization);
    if (tokenFault) return refuse(401, [tokenFault]);

    if (types.length > 0) {
      const typeFault = checkType(types, headers['content-type']);
      if (typeFault) return refuse(415, [typeFault]);
      if (body === undefined) return failure(413, { detail: `the body is longer than ${bodyLimit} bytes` });
    }

    const queryFaults = checkQuery(query);
    if (queryFaults.length > 0) return refuse(400, queryFaults);

    if (types.length > 0) {
      const json = parseJson(body ?? Buffer.alloc(0));
      if ('problem' in json) return refuse(400, [{ detail: `the body is not JSON: ${json.problem}` }]);
      const bodyFaults = checkBody(json.value);
      if (bodyFaults.length > 0) return refuse(422, bodyFaults);
    }

    const preference = readPreference(headers.prefer as string | undefined, operation);
    if ('detail' in preference) return refuse(400, [preference]);
    const preferred = await engine(operation, preference);
    return preferred.status < 400 ? preferred : withOwnStatus(preferred);
  };

  return {
    method: operation.method.toUpperCase(),
    matches: (path: string[]) =>
      path.length === template.length &&
      template.every((segment, i) => (segment.startsWith('{') ? path[i] !== '' : segment === path[i])),
    answer,
  };
};

/** The title that the document's example has for this status; the example of `default` stands for many. */
const kind = (answer: Answer, status: number) => {
  const [example] = (answer.body as ErrorDocument).errors;
  const own = example?.status === String(status);
  return { status: String(status), title: own ? example.title : titleOf(status) };
};

/** `Prefer: code=503` is answered with the document's `default`, whose example has a status of its own. */
const withOwnStatus = (answer: Answer): Answer => {
  const { errors } = answer.body as ErrorDocument;
  return { ...answer, body: { errors: errors.map((error) => ({ ...error, ...kind(answer, answer.status) })) } };
};

const checkToken = ({ security = [] }: Operation, authorization: string | undefined): Fault | undefined => {
  if (security.length === 0 || bearerToken(authorization) !== undefined) return undefined;
  const problem = authorization === undefined ? 'no token was sent' : 'the Authorization header is no bearer token';
  return { detail: `${problem}; send Authorization: Bearer TOKEN`, source: { header: 'Authorization' } };
};

const checkType = (types: string[], contentType: string | undefined): Fault | undefined => {
  const sent = essenceOf(contentType);
  if (sent && types.includes(sent)) return undefined;
  return {
    detail: `content-type must be ${types.join(' or ')}${sent ? `, not ${sent}` : '; none was sent'}`,
    source: { header: 'Content-Type' },
  };
};
