import { type Fault, readParameter, suggestion, type Violation, wanted } from '@tfe-admin-runs/http';
import { checkOf, type Operation, type Parameter, type Schema } from './document.ts';
import { clamp } from './relax.ts';

/** The values of query parameters, by name; one that is absent, or as good as absent, has its default or is not there. */
export type Values = Partial<Record<string, unknown>>;

/** Makes the reader of an operation's query; it gives what the parameters mean, or what is wrong with them. */
export function createQueryReader({ operationId, parameters }: Operation) {
  const readers = parameters.map((parameter) => ({
    parameter,
    check: checkOf(`${operationId} ${parameter.name}`),
  }));

  const usual = parameters.filter(({ schema }) => schema.default !== undefined);
  const defaults = Object.fromEntries(usual.map(({ name, schema }) => [name, schema.default]));

  return (query: URLSearchParams): { values: Values } | { faults: Fault[] } => {
    const values: Values = { ...defaults };
    const faults: Fault[] = [];
    if (query.size === 0) return { values };
    for (const { parameter, check } of readers) {
      const { name, schema } = parameter;
      // Of a parameter that is sent twice the platform takes the last.
      const raw = query.getAll(name).at(-1);
      const value = raw === undefined ? undefined : meaningOf(raw, schema);
      if (value === undefined) continue;
      for (const violation of check(value))
        faults.push({ detail: explain(parameter, violation), source: { parameter: name } });
      values[name] = value;
    }
    return faults.length > 0 ? { faults: distinct(faults) } : { values };
  };
}

function meaningOf(raw: string, schema: Schema): unknown {
  const value = readParameter(raw, schema);
  return typeof value === 'number' ? clamp(value, schema) : value;
}

function explain({ name, example, unknownValue }: Parameter, { keyword, parentSchema = {}, data }: Violation): string {
  if (keyword !== 'enum') return `${name} must be ${wanted(parentSchema, example)}`;
  const known = (parentSchema as Schema).enum ?? [];
  return unknownValue ?? `${name} cannot be ${data}${suggestion(data, known)}; it must be ${wanted(parentSchema)}`;
}

function distinct(faults: Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [fault.detail, fault])).values()];
}
