import { type HttpResponse, jsonApiResponse, type Rejection, titleOf } from '@tfe-admin-runs/http';
import { exampleError, findExampleError } from '../document.ts';
import type { ExampleName } from '../facts.ts';

/** The error response that an example of the document shows. */
export function exampleResponse(name: ExampleName): HttpResponse {
  const error = exampleError(name);
  return jsonApiResponse(Number(error.status), { errors: [error] });
}

/** The document's error of this status, with the problems of this request. */
export function rejectionResponse({ status, problems }: Rejection): HttpResponse {
  // The platform's own text, which does not quote the content type that was sent.
  if (status === 415) return exampleResponse('invalid-content-type');
  const kind = { status: String(status), title: findExampleError(status)?.title ?? titleOf(status) };
  return jsonApiResponse(status, { errors: problems.map((problem) => ({ ...kind, ...problem })) });
}
