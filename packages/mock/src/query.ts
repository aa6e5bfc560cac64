import { type Fault, readParameter, suggestion, wanted } from '@tfe-admin-runs/http';
import { examplesOf, type Operation } from './operations.ts';
import { compile, type Violation } from './schema.ts';

type Parameter = NonNullable<NonNullable<Operation['request']>['query']>[number];

/** Compiles the query parameters of an operation; the function lists what is wrong with a query. */
export const createQueryCheck = (operation: Operation): ((query: URLSearchParams) => Fault[]) => {
  const parameters = new Map((operation.request?.query ?? []).map((parameter) => [parameter.name, parameter]));
  const known = [...parameters.keys()];
  const checks = new Map([...parameters].map(([name, parameter]) => [name, createValueCheck(operation, parameter)]));

  const check = (name: string, values: string[]): string[] => {
    const checkValue = checks.get(name);
    if (!checkValue) return [`${name} is no parameter of this endpoint${meant(name)}`];
    if (values.length > 1) return [`${name} was sent ${values.length} times; send it once${listHint(name)}`];
    return checkValue(values[0] ?? '');
  };
  const meant = (name: string) =>
    suggestion(name, known) || (known.length > 0 ? `; it knows ${known.join(', ')}` : '; it takes none');
  const listHint = (name: string) => (isList(parameters.get(name)) ? ', its values separated by commas' : '');

  return (query) => {
    if (query.size === 0) return [];
    const names = [...new Set(query.keys())];
    return names.flatMap((name) =>
      check(name, query.getAll(name)).map((detail) => ({ detail, source: { parameter: name } })),
    );
  };
};

const isList = (parameter: Parameter | undefined) => parameter?.schema?.type === 'array';

const createValueCheck = (operation: Operation, parameter: Parameter): ((raw: string) => string[]) => {
  const { name, schema = {} } = parameter;
  const validate = compile(schema);
  const [example] = examplesOf(parameter).values();
  const ownWords = wordsForUnknownValue(operation, name);

  const explain = ({ keyword, parentSchema = {}, data }: Violation): string => {
    if (keyword !== 'enum') return `${name} must be ${wanted(parentSchema, example)}, not ${data}`;
    return (
      ownWords ?? `${name} cannot be ${data}${suggestion(data, parentSchema.enum)}; it must be ${wanted(parentSchema)}`
    );
  };

  return (raw) => {
    const value = readParameter(raw, schema);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) {
      // The platform takes an empty search or include for none at all, but answers an empty list filter with nothing.
      const dangerous = isList(parameter) && name.startsWith('filter[');
      return dangerous
        ? [`${name} is empty, and the platform would list nothing; leave it out to list everything`]
        : [];
    }
    return [...new Set(validate(value).map(explain))];
  };
};

/** Clients match on the words of some errors: if the document has an error for this parameter's unknown values, its words. */
const wordsForUnknownValue = (operation: Operation, parameter: string): string | undefined =>
  operation.responses
    .filter(({ code }) => code === '400')
    .flatMap(({ contents = [] }) => contents)
    .flatMap((content) => [...examplesOf(content).values()] as Array<{ errors: Fault[] }>)
    .flatMap(({ errors }) => errors)
    .find(({ source }) => source && 'parameter' in source && source.parameter === parameter)?.detail;
