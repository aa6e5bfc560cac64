import { explainBody, type Fault } from '@tfe-admin-runs/http';
import type { Operation } from './operations.ts';
import { compile } from './schema.ts';

/** Media types that the operation takes; empty if it takes no body, and then the content type does not matter. */
export const bodyTypes = (operation: Operation): string[] =>
  (operation.request?.body?.contents ?? []).map((content) => content.mediaType);

/** Compiles the body's schema; the function lists what is wrong with a body, undefined standing for none. */
export const createBodyCheck = (operation: Operation): ((body: unknown) => Fault[]) => {
  const { contents: [content] = [], required = false } = operation.request?.body ?? {};
  if (!content?.schema) return () => [];
  const validate = compile(content.schema);
  return (body) => {
    if (body !== undefined) return explainBody(validate(body));
    return required ? [{ detail: 'the body is missing', source: { pointer: '' } }] : [];
  };
};
