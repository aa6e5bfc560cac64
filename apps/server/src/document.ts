import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject, Violation } from '@tfe-admin-runs/http';

/** As much of a JSON Schema as the server reads. */
export interface Schema {
  type?: string | string[];
  title?: string;
  format?: string;
  enum?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  properties?: Record<string, unknown>;
}

export interface Parameter {
  name: string;
  schema: Schema;
  /** An example of a right value. */
  example?: unknown;
  /** What the document's own error says of a value that is none of those that the parameter takes. */
  unknownValue?: string;
}

export interface Operation {
  operationId: string;
  /** In capitals. */
  method: string;
  /** The path, with `{…}` where a path parameter stands. */
  path: string;
  /** The query parameters. */
  parameters: Parameter[];
  /** Media types of the body; empty if the operation takes none. */
  bodyTypes: string[];
}

/** What the server reads of the document, as `build.ts` wrote it when the package was built. */
export interface Facts {
  operations: Operation[];
  /** Error objects of the document's examples, by the name of the example. */
  errors: Record<string, ErrorObject>;
  /** Every status that is known, those that a run never leaves, and those that the vendor's page documents. */
  statuses: string[];
  finalStatuses: string[];
  adminPageStatuses: string[];
  /** Names of status timestamps. */
  timestamps: string[];
  /** The version of the platform's API that the document describes. */
  apiVersion: string;
}

/** What is wrong with a value; empty if nothing is. */
export type Check = (value: unknown) => readonly Violation[];

type Validator = ((value: unknown) => boolean) & { errors?: Violation[] | null };

export const facts: Facts = JSON.parse(readFileSync(new URL('../dist/facts.json', import.meta.url), 'utf8'));

/** Ajv's validators, compiled when the package was built: loading and running Ajv would double the time of a start. */
const validators: Record<string, Validator> = createRequire(import.meta.url)('../dist/validators.cjs');

/** The check of a query parameter, of an operation's body, or of what the test surface takes, by its name. */
export function checkOf(name: string): Check {
  const validate = validators[name];
  if (!validate) throw new Error(`the package was built without a check of ${name}`);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The error object of one of the document's examples. */
export function exampleError(name: string): ErrorObject {
  const error = facts.errors[name];
  if (!error) throw new Error(`the document has no example of an error named ${name}`);
  return error;
}
