import { readFileSync } from 'node:fs';
import type { PrismHttpInstance } from '@stoplight/prism-http';

/** An operation of the document as Prism holds it: parameters, request body, responses and their examples. */
export type Operation = Parameters<PrismHttpInstance['request']>[1][number];
export type Response = Operation['responses'][number];
export type Schema = NonNullable<NonNullable<NonNullable<Operation['request']>['path']>[number]['schema']>;

/** Reads what `build.ts` wrote when the package was built. */
export const readOperations = (): Operation[] =>
  JSON.parse(readFileSync(new URL('../dist/operations.json', import.meta.url), 'utf8'));

/** The example values of a media type, header or parameter, by name; those that are only an address are left out. */
export const examplesOf = (from: { examples?: Array<{ key: string }> | undefined }): Map<string, unknown> =>
  new Map((from.examples ?? []).flatMap((example) => ('value' in example ? [[example.key, example.value]] : [])));
