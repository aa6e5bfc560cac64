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

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export const mediaType = 'application/vnd.api+json';

/** The platform writes its titles in lower case: `404` is `not found`. */
export const titleOf = (status: number): string => (STATUS_CODES[status] ?? 'unknown error').toLowerCase();

/** An answer of the mock's own, for what never reaches an operation of the document. */
export const failure = (status: number, fault: Fault, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': mediaType, ...headers },
  body: { errors: [{ status: String(status), title: titleOf(status), ...fault }] } satisfies ErrorDocument,
});
