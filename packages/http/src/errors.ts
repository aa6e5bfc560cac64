import { STATUS_CODES } from 'node:http';

/** What a request did wrong, and where: the parts of a JSON:API error object that depend on the request. */
export interface Fault {
  detail: string;
  source?: { parameter: string } | { pointer: string } | { header: string };
}

export interface ErrorObject extends Partial<Fault> {
  status: string;
  title: string;
}

export interface ErrorDocument {
  errors: ErrorObject[];
}

/** An answer before it is written: `body` becomes JSON, and undefined becomes no body at all. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export const mediaType = 'application/vnd.api+json';

/** The platform writes its titles in lower case: `404` is `not found`. */
export function titleOf(status: number): string {
  return (STATUS_CODES[status] ?? 'unknown error').toLowerCase();
}

/** An answer of the program's own, for what never reaches an operation of the document. */
export function failure(status: number, fault?: Fault, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': mediaType, ...headers },
    body: { errors: [{ status: String(status), title: titleOf(status), ...fault }] } satisfies ErrorDocument,
  };
}
