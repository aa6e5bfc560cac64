import { type HttpResponse, jsonApiResponse, type Problem } from '@tfe-admin-runs/http';
import { exampleError } from '../document.ts';
import type { ExampleName } from '../facts.ts';

/** The error response that an example of the document shows. */
export function exampleResponse(name: ExampleName): HttpResponse {
  const error = exampleError(name);
  return jsonApiResponse(Number(error.status), { errors: [error] });
}

/** The kind of error that an example of the document shows, with the problems of this request. */
export function problemResponse(example: ExampleName, problems: readonly Problem[]): HttpResponse {
  const { status, title } = exampleError(example);
  return jsonApiResponse(Number(status), { errors: problems.map((problem) => ({ status, title, ...problem })) });
}
