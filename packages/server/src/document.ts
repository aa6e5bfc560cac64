import type { ErrorObject, Violation } from '@tfe-admin-runs/http';
import type { ExampleName } from './facts.ts';
import { facts } from './files.ts';
import { validators } from './validators.gen.ts';

/** Returns the violations of a value; none if it is valid. */
export type Check = (value: unknown) => readonly Violation[];

/** Returns the check of a query parameter, of an operation's body, or of an input of the test surface. */
export function checkOf(name: string): Check {
  const validate = validators[name];
  if (!validate) throw new Error(`the package was built without a check of ${name}`);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The error object of one of the document's examples. */
export function exampleError(name: ExampleName): ErrorObject {
  const error = facts.errors[name];
  if (!error) throw new Error(`the document has no example of an error named ${name}`);
  return error;
}

/** The first of the document's example errors with a status; undefined if none has it. */
export function findExampleError(status: number): ErrorObject | undefined {
  return Object.values(facts.errors).find((error) => error?.status === String(status));
}
