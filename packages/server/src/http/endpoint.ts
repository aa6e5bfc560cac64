import {
  explainBody,
  type HttpRequest,
  type HttpResponse,
  type InputSpec,
  type PathParameters,
  type Problem,
  type Route,
  readInput,
} from '@tfe-admin-runs/http';
import { checkOf } from '../document.ts';
import type { Operation } from '../facts.ts';
import type { Call, Handlers, OperationId } from './operation.ts';
import { createQueryReader, type QueryValues } from './query.ts';
import { exampleResponse, rejectionResponse } from './responses.ts';
import type { Identity } from './tokens.ts';

/** The context of a request. */
export interface RequestContext {
  identity: Identity | undefined;
  requestId: string;
  /** The URL without its query, as the client reached it. */
  url: string;
  pathParameters: PathParameters;
}

/** A route with the function that responds to it. */
export interface Endpoint extends Route {
  /** Undefined if the document does not have this operation. */
  operationId: OperationId | undefined;
  /** The names of its query parameters. */
  parameters: readonly string[];
  respond: (request: HttpRequest, context: RequestContext) => Promise<HttpResponse>;
}

/** A call whose query, path and body do not have the types of the operation yet. */
type UntypedCall = Omit<Call<OperationId>, 'query' | 'path' | 'body'> & {
  query: QueryValues;
  path: PathParameters;
  body: unknown;
};

/** @throws {Error} unless there is one handler for each operation, and no more. */
export function createEndpoints(operations: readonly Operation[], handlers: Handlers): Endpoint[] {
  const ids: string[] = operations.map(({ operationId }) => operationId);
  const unhandled = ids.filter((id) => !Object.hasOwn(handlers, id));
  const unknown = Object.keys(handlers).filter((id) => !ids.includes(id));
  if (unhandled.length > 0) throw new Error(`the document has operations without a handler: ${unhandled.join(', ')}`);
  if (unknown.length > 0) throw new Error(`the document lacks operations that have a handler: ${unknown.join(', ')}`);
  return operations.map((operation) => createEndpoint(operation, handlers[operation.operationId]));
}

function createEndpoint(operation: Operation, handle: (call: never) => HttpResponse | Promise<HttpResponse>): Endpoint {
  const { operationId, method, path, bodyTypes } = operation;
  const input: InputSpec<QueryValues> = {
    bodyTypes,
    readQuery: createQueryReader(operation),
    checkBody: createBodyCheck(operation),
  };

  /** Checks a request in the platform's order: token, administrator, then what `readInput` checks. */
  async function respond(request: HttpRequest, context: RequestContext): Promise<HttpResponse> {
    const { identity, requestId, url, pathParameters } = context;
    if (!identity) return exampleResponse('unauthorized');
    if (!identity.administrator) return exampleResponse('not-an-administrator');

    const read = readInput(request, input);
    if ('problems' in read) return rejectionResponse(read);

    const call: UntypedCall = {
      requestId,
      url,
      search: request.query,
      query: read.query,
      path: pathParameters,
      body: read.body,
      actor: identity.name,
    };
    // `readInput` has validated the input against the schemas that the operation's types are generated from.
    return handle(call as never);
  }

  return { operationId, method, path, parameters: operation.parameters.map(({ name }) => name), respond };
}

/** Returns a function that lists the problems of a body. A missing body is always valid. */
function createBodyCheck({ operationId, bodyTypes }: Operation): (body: unknown) => Problem[] {
  if (bodyTypes.length === 0) return () => [];
  const check = checkOf(operationId);
  return (body) => (body === undefined ? [] : explainBody(check(body)));
}
