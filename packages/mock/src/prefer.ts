import type { Fault } from '@tfe-admin-runs/http';
import { examplesOf, type Operation, type Response } from './operations.ts';

/** What the client wants to be answered, as the `Prefer` header says. */
export interface Preference {
  code?: number;
  exampleKey?: string;
  dynamic: boolean;
}

const source = { header: 'Prefer' };

/** Reads `Prefer: code=404, example=not-found, dynamic=true`. Other preferences are ignored, as RFC 7240 asks. */
export const readPreference = (header: string | undefined, operation: Operation): Preference | Fault => {
  if (!header) return { dynamic: false };
  const wish = new Map(
    [...header.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))/g)].map(([, name = '', quoted, bare = '']) => [
      name.toLowerCase(),
      quoted ?? bare,
    ]),
  );
  const code = wish.get('code');
  const exampleKey = wish.get('example');
  const dynamic = wish.get('dynamic') ?? 'false';

  const response = code === undefined ? usualResponse(operation) : findResponse(operation, code);
  if (!response) return { detail: `no response ${code} here; the document has ${codes(operation)}`, source };
  if (exampleKey !== undefined && !exampleNames(response).includes(exampleKey))
    return { detail: `no example ${exampleKey} here; the document has ${examples(operation)}`, source };
  if (dynamic !== 'true' && dynamic !== 'false')
    return { detail: `dynamic must be true or false, not ${dynamic}`, source };

  return {
    ...(code !== undefined && { code: Number(code) }),
    ...(exampleKey !== undefined && { exampleKey }),
    dynamic: dynamic === 'true',
  };
};

/** The document's response for a code; its `default` stands for errors alone. */
export const findResponse = ({ responses }: Operation, code: string): Response | undefined =>
  responses.find((response) => response.code === code) ??
  (/^[45]\d\d$/.test(code) ? responses.find((response) => response.code === 'default') : undefined);

const usualResponse = ({ responses }: Operation) => responses.find(({ code }) => code.startsWith('2'));

const exampleNames = ({ contents = [] }: Response) => contents.flatMap((content) => [...examplesOf(content).keys()]);

const nameOf = ({ code }: Response) => (code === 'default' ? 'any other from 400 to 599' : code);

const codes = ({ responses }: Operation) => responses.map(nameOf).join(', ');

const examples = ({ responses }: Operation) =>
  responses.map((response) => `${exampleNames(response).join(', ')} (code ${nameOf(response)})`).join('; ');
