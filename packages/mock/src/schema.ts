import { Ajv, type AnySchema, type ErrorObject as Violation } from 'ajv';
import addFormats from 'ajv-formats';
import type { Schema } from './operations.ts';

export type { Schema, Violation };

// Not strict, because Prism's loader leaves keywords of its own in every schema; verbose, because what would be right
// is told from the schema that was not met.
const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
addFormats.default(ajv, ['date-time']);
const dateTime = ajv.formats['date-time'] as { validate: (text: string) => boolean };
// RFC 3339 lets a blank stand for the `T`, but the platform's parser does not.
ajv.addFormat('date-time', (text) => !text.includes(' ') && dateTime.validate(text));

/** Compiles a schema of the document; the function returns what is wrong with a value, and an empty list if nothing is. */
export const compile = (schema: Schema): ((value: unknown) => Violation[]) => {
  const validate = ajv.compile(schema as AnySchema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
};
