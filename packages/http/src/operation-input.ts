import { bodyLimit, essenceOf, type HttpRequest, noBody, parseJson } from './request.ts';
import type { Problem } from './response.ts';

/** The query and the body that an operation takes. */
export interface InputSpec<Query> {
  /** Media types of the body; empty if the operation takes none. */
  bodyTypes: readonly string[];
  readQuery: (query: URLSearchParams) => { query: Query } | { problems: Problem[] };
  /** Returns the problems of a body; undefined means no body. */
  checkBody: (body: unknown) => Problem[];
}

/** Query and body of a valid request. */
export interface Input<Query> {
  query: Query;
  /** Undefined if there was none. */
  body: unknown;
}

/** The first check that fails decides the status, and reports every problem that it found. */
export interface Rejection {
  status: number;
  problems: Problem[];
}

/** Reads query and body of a request. Checks in the platform's order: content type, length, query, body. */
export function readInput<Query>(request: HttpRequest, spec: InputSpec<Query>): Input<Query> | Rejection {
  const { bodyTypes, readQuery, checkBody } = spec;
  const takesBody = bodyTypes.length > 0;
  const typeProblem = takesBody ? checkType(bodyTypes, request.headers['content-type']) : undefined;
  if (typeProblem) return { status: 415, problems: [typeProblem] };

  // If an operation takes no body, a body is ignored.
  const bytes = takesBody ? request.body : noBody;
  if (!bytes) return { status: 413, problems: [{ detail: `the body is longer than ${bodyLimit} bytes` }] };

  const read = readQuery(request.query);
  if ('problems' in read) return { status: 400, problems: read.problems };

  const json = parseJson(bytes);
  if ('problem' in json) return { status: 400, problems: [{ detail: `the body is not JSON: ${json.problem}` }] };

  const problems = checkBody(json.value);
  if (problems.length > 0) return { status: 422, problems };
  return { query: read.query, body: json.value };
}

function checkType(bodyTypes: readonly string[], contentType: string | undefined): Problem | undefined {
  const sent = essenceOf(contentType);
  if (sent !== undefined && bodyTypes.includes(sent)) return undefined;
  const found = sent === undefined ? '; none was sent' : `, not ${sent}`;
  return { detail: `content-type must be ${bodyTypes.join(' or ')}${found}`, source: { header: 'Content-Type' } };
}
