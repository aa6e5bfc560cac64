import { Ajv, type AnySchema, type ErrorObject as Violation } from 'ajv';
import addFormats from 'ajv-formats';
import { nearest } from './nearest.ts';
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

/** What the schema wants, in words that follow "must be". */
export const wanted = (schema: Schema, example?: unknown): string => {
  const types = [schema.type ?? []].flat();
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.format === 'date-time') return `an RFC 3339 date and time${example ? `, such as ${example}` : ''}`;
  if (types.includes('integer')) return `a whole number${range(schema)}`;
  return types.map((type) => (type === 'null' ? type : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)).join(' or ');
};

const range = ({ minimum, maximum }: Schema): string => {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  return maximum === undefined ? '' : `, ${maximum} or less`;
};

/** `; did you mean planning?`, if one of the known words is near. */
export const suggestion = (word: unknown, known: readonly string[]): string => {
  const meant = nearest(String(word), known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
};
