import { explainBody, type Problem } from '@tfe-admin-runs/http';
import { compile } from './compile.ts';
import type { Operation } from './operation.ts';

/** The media types that the operation accepts. Empty if it takes no body; then the content type does not matter. */
export function bodyTypesOf(operation: Operation): string[] {
  return (operation.request?.body?.contents ?? []).map((content) => content.mediaType);
}

/** Compiles the body's schema. The function gives the problems of a body; undefined means no body. */
export function createBodyCheck(operation: Operation): (body: unknown) => Problem[] {
  const { contents: [content] = [], required = false } = operation.request?.body ?? {};
  if (!content?.schema) return () => [];
  const validate = compile(content.schema);
  return (body) => {
    if (body !== undefined) return explainBody(validate(body));
    return required ? [{ detail: 'the body is missing', source: { pointer: '' } }] : [];
  };
}
