import {
  type Answer,
  bodyLimit,
  essenceOf,
  explainBody,
  type Fault,
  failure,
  type HttpRequest,
  parseJson,
} from '@tfe-admin-runs/http';
import { type Check, checkOf, exampleError, type Operation } from './document.ts';
import { createQueryReader } from './query.ts';
import { answer, type Handler, refusal } from './runs.ts';
import type { Identity } from './tokens.ts';

/** An operation of the document, ready to be called. */
export interface Endpoint {
  operation: Operation;
  /** The path parameters, if the path is this operation's. */
  match: (segments: string[]) => Record<string, string> | undefined;
  call: (request: HttpRequest, circumstances: Circumstances) => Answer;
}

/** What is known of a request besides itself. */
export interface Circumstances {
  identity: Identity | undefined;
  /** The ID of the request. */
  id: string;
  /** Where the client found this path, without the query. */
  address: string;
  /** The path parameters. */
  path: Record<string, string>;
}

/** Throws unless there is one handler for each operation, and no more. */
export function createEndpoints(operations: Operation[], handlers: Record<string, Handler>): Endpoint[] {
  const ids = operations.map(({ operationId }) => operationId);
  const unhandled = ids.filter((id) => !Object.hasOwn(handlers, id));
  const unknown = Object.keys(handlers).filter((id) => !ids.includes(id));
  if (unhandled.length > 0) throw new Error(`the document has operations without a handler: ${unhandled.join(', ')}`);
  if (unknown.length > 0) throw new Error(`there are handlers of no operation: ${unknown.join(', ')}`);
  return operations.map((operation) => createEndpoint(operation, handlers[operation.operationId] as Handler));
}

function createEndpoint(operation: Operation, handle: Handler): Endpoint {
  const template = operation.path.split('/');
  const readQuery = createQueryReader(operation);
  const takesBody = operation.bodyTypes.length > 0;
  const checkBody = takesBody ? checkOf(operation.operationId) : undefined;

  function match(segments: string[]) {
    const fits = (part: string, i: number) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]);
    if (segments.length !== template.length || !template.every(fits)) return undefined;
    const named = template.flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), segments[i] ?? '']] : []));
    return Object.fromEntries(named.map(([name, value = '']) => [name, decoded(value)]));
  }

  function call(request: HttpRequest, { identity, id, address, path }: Circumstances) {
    const { headers, query, body: bytes } = request;
    if (!identity) return refusal('unauthorized');
    if (!identity.administrator) return refusal('not-an-administrator');

    if (takesBody && !operation.bodyTypes.includes(essenceOf(headers['content-type']) ?? ''))
      return refusal('invalid-content-type');
    if (takesBody && !bytes) return failure(413, { detail: `the body is longer than ${bodyLimit} bytes` });

    const read = readQuery(query);
    if ('faults' in read) return refuse('invalid-page', read.faults);
    const body = readBody(bytes, checkBody);
    if ('refused' in body) return body.refused;

    return handle({ id, address, query, path, values: read.values, body: body.value, actor: identity.name });
  }

  return { operation, match, call };
}

function readBody(bytes: Buffer | undefined, check: Check | undefined): { value: unknown } | { refused: Answer } {
  if (!bytes || !check) return { value: undefined };
  const json = parseJson(bytes);
  if ('problem' in json) return { refused: refusal('malformed-json') };
  if (json.value === undefined) return json;
  const faults = explainBody(check(json.value));
  return faults.length > 0 ? { refused: refuse('invalid-attribute', faults) } : json;
}

/** The kind of error that an example shows, with what is wrong in this very request. */
function refuse(example: string, faults: Fault[]): Answer {
  const { status, title } = exampleError(example);
  return answer(Number(status), { errors: faults.map((fault) => ({ status, title, ...fault })) });
}

/** What cannot be decoded stays as it is, and then no run has such an ID. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
