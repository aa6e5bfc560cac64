/** The parts of a parameter's schema that its value is read by. */
export interface ReadableSchema {
  type?: string | readonly string[] | undefined;
  format?: string | undefined;
}

/** Reads a value by its schema; undefined if it is as good as absent. What cannot be read is left to the validation. */
export function readParameter(raw: string, schema: ReadableSchema): unknown {
  if (schema.type === 'array') return readList(raw);
  if (raw === '') return undefined;
  if (schema.type === 'integer') return /^-?\d+$/.test(raw) ? Number(raw) : raw;
  if (schema.format === 'date-time') return restorePlus(raw);
  return raw;
}

/** Drops blanks and a trailing comma, which go-tfe sends. */
function readList(raw: string): string[] {
  return raw
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A real client sends the `+` of an offset unescaped, and that arrives as a blank. */
function restorePlus(raw: string): string {
  return raw.replace(/ (?=\d\d:\d\d$)/, '+');
}
