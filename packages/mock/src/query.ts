import {
  type ErrorDocument,
  explainParameter,
  findUnknownValueMessage,
  groupQuery,
  maxProblems,
  type Problem,
  readParameter,
  suggestion,
} from '@tfe-admin-runs/http';
import { compile } from './compile.ts';
import { examplesOf, type Operation, type QueryParameter } from './operation.ts';

interface CheckedParameter {
  isList: boolean;
  /** The problems of a value. */
  check: (raw: string) => Problem[];
}

/** Compiles the query parameters of an operation. The function gives the problems of a query. */
export function createQueryCheck(operation: Operation): (query: URLSearchParams) => Problem[] {
  const parameters = new Map<string, CheckedParameter>();
  for (const parameter of operation.request?.query ?? [])
    parameters.set(parameter.name, checkedParameter(operation, parameter));
  const known = [...parameters.keys()];

  function check(name: string, values: string[]): Problem[] {
    const parameter = parameters.get(name);
    const source = { parameter: name };
    if (!parameter) return [{ detail: `${name} is not a parameter of this endpoint${hint(name)}`, source }];
    if (values.length === 1) return parameter.check(values[0] as string);
    const list = parameter.isList ? ', its values separated by commas' : '';
    return [{ detail: `${name} was sent ${values.length} times; send it once${list}`, source }];
  }

  function hint(name: string): string {
    const takes = known.length > 0 ? `; it takes ${known.join(', ')}` : '; it takes none';
    return suggestion(name, known) || takes;
  }

  return (query) => {
    const problems: Problem[] = [];
    for (const [name, values] of groupQuery(query)) {
      problems.push(...check(name, values));
      if (problems.length >= maxProblems) break;
    }
    return problems.slice(0, maxProblems);
  };
}

function checkedParameter(operation: Operation, parameter: QueryParameter): CheckedParameter {
  const { name, schema = {} } = parameter;
  const validate = compile(schema);
  const [example] = examplesOf(parameter).values();
  const described = { name, example, unknownValue: findUnknownValueMessage(badRequestsOf(operation), name) };
  const isList = schema.type === 'array';
  // The platform treats an empty search or include as absent, but finds nothing for an empty filter.
  const emptyProblems: Problem[] =
    isList && name.startsWith('filter[')
      ? [
          {
            detail: `${name} is empty, and the platform would list nothing; omit it to list everything`,
            source: { parameter: name },
          },
        ]
      : [];

  return {
    isList,
    check(raw) {
      const value = readParameter(raw, schema);
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
      if (isEmpty) return emptyProblems;
      return explainParameter(described, validate(value));
    },
  };
}

/** The errors that the document shows for a 400 of an operation. */
function badRequestsOf({ responses }: Operation): ErrorDocument['errors'] {
  return responses
    .filter(({ code }) => code === '400')
    .flatMap(({ contents = [] }) => contents)
    .flatMap((content) => [...examplesOf(content).values()] as ErrorDocument[])
    .flatMap(({ errors }) => errors);
}
