import type { Schema } from './document.ts';

/**
 * Where the platform is more lenient than the document, in this one place (design.md, "Decisions that no source
 * settles"); unknown query parameters are ignored by never being looked at, in `query.ts`.
 */

/** The schema that a parameter is checked by: any number, for `clamp` follows, and any status, for it only finds nothing. */
export function relax({ minimum: _minimum, maximum: _maximum, items, ...schema }: Schema): Schema {
  if (!items) return schema;
  const { enum: _enum, ...open } = items;
  return { ...schema, items: items.title === 'Run status' ? open : items };
}

/** A number inside of its schema's range: too much is the most, too little as if nothing was asked. */
export function clamp(value: number, { minimum, maximum = Number.MAX_SAFE_INTEGER, default: usual }: Schema): number {
  if (minimum !== undefined && value < minimum) return (usual as number | undefined) ?? minimum;
  return Math.min(value, maximum);
}
