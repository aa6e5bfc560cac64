/** As much of a parameter's schema as reading its value needs. */
export interface ReadableSchema {
  type?: string | readonly string[] | undefined;
  format?: string | undefined;
}

/** The value as its schema means it; undefined if it is as good as absent. What cannot be read is left to the schema. */
export function readParameter(raw: string, schema: ReadableSchema): unknown {
  if (schema.type === 'array') return raw.split(',').flatMap((item) => item.trim() || []);
  if (raw === '') return undefined;
  if (schema.type === 'integer') return /^-?\d+$/.test(raw) ? Number(raw) : raw;
  // A real client sends the `+` of an offset bare, and a bare `+` arrives as a blank.
  return schema.format === 'date-time' ? raw.replace(/ (?=\d\d:\d\d$)/, '+') : raw;
}
