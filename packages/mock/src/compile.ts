import { formats } from '@tfe-admin-runs/http';
import { Ajv, type AnySchema, type ErrorObject as Violation } from 'ajv';
import type { Schema } from './operation.ts';

// Not strict, because Prism's loader adds keywords of its own to every schema. Verbose, because the messages quote the
// schema that was violated.
const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, formats: { ...formats, uri: URL.canParse } });

/** Compiles a schema of the document. The function gives what is wrong with a value; empty if nothing is. */
export function compile(schema: Schema): (value: unknown) => Violation[] {
  const validate = ajv.compile(schema as AnySchema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
