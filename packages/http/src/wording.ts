import type { Fault } from './errors.ts';
import { nearest } from './nearest.ts';

/** As much of a JSON Schema as its words need. */
export interface WordedSchema {
  type?: string | readonly string[] | undefined;
  enum?: readonly unknown[] | undefined;
  format?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** An error of Ajv, with the `verbose` option that adds the schema which was not met. */
export interface Violation {
  keyword: string;
  instancePath: string;
  // biome-ignore lint/suspicious/noExplicitAny: Ajv types them so
  params: Record<string, any>;
  data?: unknown;
  parentSchema?: object | undefined;
}

/** What the schema wants, in words that follow "must be". */
export function wanted(worded: object, example?: unknown): string {
  const schema: WordedSchema = worded;
  const types = [schema.type ?? []].flat();
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.format === 'date-time') return `an RFC 3339 date and time${example ? `, such as ${example}` : ''}`;
  if (types.includes('integer')) return `a whole number${range(schema)}`;
  if (types.includes('number')) return `a number${range(schema)}`;
  return types.map((type) => (type === 'null' ? type : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)).join(' or ');
}

function range({ minimum, maximum }: WordedSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  return maximum === undefined ? '' : `, ${maximum} or less`;
}

/** `; did you mean planning?`, if one of the known words is near. */
export function suggestion(word: unknown, known: readonly string[]): string {
  const text = String(word);
  const meant = text.length > 100 ? undefined : nearest(text, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** A union reports the faults of every branch: keeps those of the branches that came furthest, in one fault a place. */
export function explainBody(violations: readonly Violation[]): Fault[] {
  const plain = violations.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
  const inside = plain.filter(({ keyword, instancePath }) => !(keyword === 'type' && instancePath === ''));
  const kept = inside.length > 0 ? inside : plain;
  // A body can hold a hundred thousand mistakes, and nobody reads that many.
  const groups = [...Map.groupBy(kept, pointerOf)].slice(0, 20);
  return groups.map(([pointer, group]) => ({ detail: detailOf(pointer, group), source: { pointer } }));
}

function pointerOf({ instancePath, params }: Violation): string {
  const member: string | undefined = params.additionalProperty ?? params.missingProperty;
  return member === undefined ? instancePath : `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function detailOf(pointer: string, group: Violation[]): string {
  const name = pointer === '' ? 'the body' : pointer.slice(1);
  const [{ keyword, parentSchema = {} } = {} as Violation] = group;
  if (keyword === 'required') return `${name} is missing`;
  if (keyword === 'additionalProperties') {
    const known = Object.keys((parentSchema as WordedSchema).properties ?? {});
    return `${name} is not known here${suggestion(name, known) || `; known: ${known.join(', ')}`}`;
  }
  const { pattern, maxLength }: WordedSchema = parentSchema;
  if (keyword === 'pattern') return `${name} must match ${pattern}`;
  if (keyword === 'minLength') return `${name} must not be empty`;
  if (keyword === 'maxLength') return `${name} must not be longer than ${maxLength} characters`;
  return `${name} must be ${group.map(({ parentSchema: schema = {} }) => wanted(schema)).join(' or ')}`;
}
