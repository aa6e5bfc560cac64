import { explainParameter, type InputSpec, type Problem, readParameter, suggestion } from '@tfe-admin-runs/http';
import { checkOf } from '../document.ts';
import type { Operation, Schema } from '../facts.ts';
import { clamp } from './leniency.ts';
import { parametersWithDefault } from './operation.ts';

/** The values of query parameters, by name. A parameter without a value has its default, or is not there. */
export type QueryValues = Partial<Record<string, unknown>>;

/** Creates a function that reads an operation's query, and returns its values or its problems. */
export function createQueryReader({ operationId, parameters }: Operation): InputSpec<QueryValues>['readQuery'] {
  const readers = parameters.map((parameter) => ({
    parameter,
    check: checkOf(`${operationId} ${parameter.name}`),
  }));
  const withDefault = parameters.filter(({ schema }) => schema.default !== undefined);
  const defaults = Object.fromEntries(withDefault.map(({ name, schema }) => [name, schema.default]));
  for (const { name } of parameters)
    if ((parametersWithDefault as readonly string[]).includes(name) && defaults[name] === undefined)
      throw new Error(`${operationId}: the document gives ${name} no default; add one in openapi.yaml`);

  return (search) => {
    const query: QueryValues = { ...defaults };
    const problems: Problem[] = [];
    if (search.size === 0) return { query };
    for (const { parameter, check } of readers) {
      // If a parameter is sent twice, the platform uses the last value.
      const raw = search.getAll(parameter.name).at(-1);
      const value = raw === undefined ? undefined : readValue(raw, parameter.schema);
      if (value === undefined) continue;
      problems.push(...explainParameter(parameter, check(value)));
      query[parameter.name] = value;
    }
    return problems.length > 0 ? { problems } : { query };
  };
}

function readValue(raw: string, schema: Schema): unknown {
  const value = readParameter(raw, schema);
  return typeof value === 'number' ? clamp(value, schema) : value;
}

/** Limits for the log: a query can have thousands of names of any length. */
const maxIgnored = 5;
const maxNameLength = 100;

/** The unknown parameters of a query, which are ignored, each with the known name that was probably meant. */
export function ignoredParameters(query: URLSearchParams, known: readonly string[]): string[] {
  const ignored = new Set<string>();
  for (const name of query.keys()) {
    if (ignored.size === maxIgnored) break;
    if (!known.includes(name)) ignored.add(name.slice(0, maxNameLength) + suggestion(name, known));
  }
  return [...ignored];
}
