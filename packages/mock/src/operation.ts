import type { PrismHttpInstance } from '@stoplight/prism-http';

/** An operation of the document as Prism holds it: parameters, request body, responses and their examples. */
export type Operation = Parameters<PrismHttpInstance['request']>[1][number];
export type Response = Operation['responses'][number];
export type QueryParameter = NonNullable<NonNullable<Operation['request']>['query']>[number];
export type Schema = NonNullable<QueryParameter['schema']>;

interface WithExamples {
  examples?: { key: string }[] | undefined;
}

/** The example values of a media type, header or parameter, by name. Examples that are only a URL are left out. */
export function examplesOf({ examples = [] }: WithExamples): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const example of examples) if ('value' in example) values.set(example.key, example.value);
  return values;
}
