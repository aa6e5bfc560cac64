// Where the platform is more lenient than the document, in one place (decisions/0004). The exception: unknown query
// parameters are ignored because nothing reads them.
import type { Schema } from '../facts.ts';

/** The schema that a parameter is checked by: any number, because `clamp` follows, and any value of an open enum. */
export function relax({ minimum: _minimum, maximum: _maximum, items, ...schema }: Schema): Schema {
  if (!items?.['x-open-enum']) return items ? { ...schema, items } : schema;
  const { enum: _enum, ...open } = items;
  return { ...schema, items: open };
}

/** Brings a number into its schema's range: too large becomes the maximum, too small the default. */
export function clamp(value: number, schema: Schema): number {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (value < minimum) return typeof schema.default === 'number' ? schema.default : minimum;
  return Math.min(value, maximum);
}
