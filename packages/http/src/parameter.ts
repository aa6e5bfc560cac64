/** The parts of a parameter's schema that decide how its value is read. */
export interface ReadableSchema {
  type?: string | readonly string[] | undefined;
  format?: string | undefined;
}

/** Reads a value by its schema; undefined if it counts as absent. An unreadable value is kept for the validation. */
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

/** terrasnek sends the `+` of an offset unescaped, so it arrives as a blank. */
function restorePlus(raw: string): string {
  return raw.replace(/ (?=\d\d:\d\d$)/, '+');
}
