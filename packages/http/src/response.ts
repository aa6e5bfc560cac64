import { STATUS_CODES } from 'node:http';

/** What is wrong with a request, and where. */
export interface Problem {
  detail: string;
  source?: { parameter: string } | { pointer: string } | { header: string };
}

export interface ErrorObject extends Partial<Problem> {
  status: string;
  title: string;
}

export interface ErrorDocument {
  errors: ErrorObject[];
}

/** A response before it is written. `body` is sent as JSON, a buffer unchanged; undefined means no body. */
export interface HttpResponse {
  /** 0 closes the connection instead, as if the server had crashed. */
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export const cutConnection: HttpResponse = { status: 0, headers: {}, body: undefined };

export const mediaType = 'application/vnd.api+json';

/** The title of an error as the platform writes it, in lower case: `not found` for 404. */
export function titleOf(status: number): string {
  return (STATUS_CODES[status] ?? 'unknown error').toLowerCase();
}

export function jsonApiResponse(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': mediaType, ...headers }, body };
}

/** An error response for a request that matches no operation of the document. */
export function errorResponse(status: number, problem?: Problem, headers?: Record<string, string>): HttpResponse {
  const error: ErrorObject = { status: String(status), title: titleOf(status), ...problem };
  return jsonApiResponse(status, { errors: [error] } satisfies ErrorDocument, headers);
}
