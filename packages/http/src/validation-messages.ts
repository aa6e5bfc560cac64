import type { Problem } from './response.ts';
import { suggestion } from './suggest.ts';

/** The parts of a JSON Schema that the messages mention. */
export interface DescribedSchema {
  type?: string | readonly string[] | undefined;
  enum?: readonly unknown[] | undefined;
  format?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** An error of Ajv, with the `verbose` option, which adds the schema that was violated. */
export interface Violation {
  keyword: string;
  instancePath: string;
  // biome-ignore lint/suspicious/noExplicitAny: Ajv types them so
  params: Record<string, any>;
  data?: unknown;
  parentSchema?: object | undefined;
}

/** The maximum number of problems in one response: a body can have a hundred thousand. */
export const maxProblems = 20;

/** The facts about a query parameter that its messages mention. */
export interface DescribedParameter {
  name: string;
  /** A valid value. */
  example?: unknown;
  /** The document's own message about an unknown value, because clients match its text. */
  unknownValue?: string | undefined;
}

/** Describes what is wrong with the value of a query parameter, each problem once. */
export function explainParameter(parameter: DescribedParameter, violations: readonly Violation[]): Problem[] {
  // Limited before searching for suggestions, which is the slowest part.
  const details = violations.slice(0, maxProblems).map((violation) => parameterDetail(parameter, violation));
  return [...new Set(details)].map((detail) => ({ detail, source: { parameter: parameter.name } }));
}

function parameterDetail({ name, example, unknownValue }: DescribedParameter, violation: Violation): string {
  const schema: DescribedSchema = violation.parentSchema ?? {};
  if (violation.keyword !== 'enum') return `${name} must be ${describe(schema, example)}, not ${violation.data}`;
  if (unknownValue !== undefined) return unknownValue;
  const hint = suggestion(violation.data, (schema.enum ?? []).map(String));
  return `${name} cannot be ${violation.data}${hint}; it must be ${describe(schema)}`;
}

/** The document's own message about an unknown value of a parameter, among the errors of its examples, if it has one. */
export function findUnknownValueMessage(errors: readonly Partial<Problem>[], parameter: string): string | undefined {
  return errors.find(({ source }) => source && 'parameter' in source && source.parameter === parameter)?.detail;
}

/** Describes what is wrong with a body, one problem for each place. */
export function explainBody(violations: readonly Violation[]): Problem[] {
  return [...Map.groupBy(violations, pointerOf)]
    .slice(0, maxProblems)
    .map(([pointer, group]) => ({ detail: bodyDetail(pointer, group), source: { pointer } }));
}

function pointerOf({ instancePath, params }: Violation): string {
  const member: string | undefined = params.additionalProperty ?? params.missingProperty;
  if (member === undefined) return instancePath;
  return `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function bodyDetail(pointer: string, group: Violation[]): string {
  const name = pointer === '' ? 'the body' : pointer.slice(1);
  const [{ keyword, parentSchema } = {} as Violation] = group;
  const { properties = {}, pattern, maxLength }: DescribedSchema = parentSchema ?? {};
  switch (keyword) {
    case 'required':
      return `${name} is missing`;
    case 'additionalProperties': {
      const known = Object.keys(properties);
      return `${name} is not known here${suggestion(name, known) || `; known: ${known.join(', ')}`}`;
    }
    case 'pattern':
      return `${name} must match ${pattern}`;
    case 'minLength':
      return `${name} must not be empty`;
    case 'maxLength':
      return `${name} must not be longer than ${maxLength} characters`;
    default:
      return `${name} must be ${group.map((violation) => describe(violation.parentSchema ?? {})).join(' or ')}`;
  }
}

/** Describes the values that a schema allows, in words that follow "must be". */
export function describe(schema: DescribedSchema, example?: unknown): string {
  const types = [schema.type ?? []].flat();
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.format === 'date-time') return `an RFC 3339 date and time${example ? `, such as ${example}` : ''}`;
  if (types.includes('integer')) return `a whole number${describeRange(schema)}`;
  if (types.includes('number')) return `a number${describeRange(schema)}`;
  return types.map(withArticle).join(' or ');
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function describeRange({ minimum, maximum }: DescribedSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, ${minimum} or more`;
  if (maximum !== undefined) return `, ${maximum} or less`;
  return '';
}
