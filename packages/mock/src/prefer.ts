import type { Problem } from '@tfe-admin-runs/http';
import { examplesOf, type Operation, type Response } from './operation.ts';

/** The response that the client asks for in the `Prefer` header. */
export interface Preference {
  code?: number;
  exampleKey?: string;
  dynamic: boolean;
}

const source = { header: 'Prefer' };

/** Reads `Prefer: code=404, example=not-found, dynamic=true`. Ignores other preferences, as RFC 7240 requires. */
export function readPreference(header: string | undefined, operation: Operation): Preference | Problem {
  if (!header) return { dynamic: false };
  const preferences = parsePreferences(header);
  const code = preferences.get('code');
  const exampleKey = preferences.get('example');
  const dynamic = preferences.get('dynamic') ?? 'false';

  const response = findResponse(operation, code);
  if (!response) return { detail: `no response ${code} here; the document has ${listCodes(operation)}`, source };
  if (exampleKey !== undefined && !exampleNamesOf(response).includes(exampleKey))
    return { detail: `no example ${exampleKey} here; the document has ${listExamples(operation)}`, source };
  if (dynamic !== 'true' && dynamic !== 'false')
    return { detail: `dynamic must be true or false, not ${dynamic}`, source };
  return {
    ...(code !== undefined && { code: Number(code) }),
    ...(exampleKey !== undefined && { exampleKey }),
    dynamic: dynamic === 'true',
  };
}

/** Splits at commas and semicolons. None of our values contains one, not even in quotes. */
function parsePreferences(header: string): Map<string, string> {
  const preferences = new Map<string, string>();
  for (const part of header.split(/[,;]/)) {
    const [name = '', value = ''] = part.split('=', 2);
    preferences.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1'));
  }
  return preferences;
}

/**
 * For a request with `include`: prefers an example that has `included`, as every such response of a JSON:API server has,
 * unless the client prefers an example itself. Gives the preference as it is if no example has the member.
 */
export function preferIncluded(preference: Preference, operation: Operation): Preference {
  const { code, exampleKey, dynamic } = preference;
  if (exampleKey !== undefined || dynamic) return preference;
  const response = findResponse(operation, code === undefined ? undefined : String(code));
  const [name] = examplesIn(response).find(([, value]) => Object.hasOwn(Object(value), 'included')) ?? [];
  return name === undefined ? preference : { ...preference, exampleKey: name };
}

/** The document's response for a code, or its response of success. Its `default` stands for errors only. */
function findResponse({ responses }: Operation, code: string | undefined): Response | undefined {
  if (code === undefined) return responses.find((response) => response.code.startsWith('2'));
  const declared = responses.find((response) => response.code === code);
  if (declared) return declared;
  const isError = /^[45]\d\d$/.test(code);
  return isError ? responses.find((response) => response.code === 'default') : undefined;
}

/** The names and values of a response's examples. */
function examplesIn(response: Response | undefined): [name: string, value: unknown][] {
  return (response?.contents ?? []).flatMap((content) => [...examplesOf(content)]);
}

function exampleNamesOf(response: Response): string[] {
  return examplesIn(response).map(([name]) => name);
}

function nameOf({ code }: Response): string {
  return code === 'default' ? 'any other from 400 to 599' : code;
}

function listCodes({ responses }: Operation): string {
  return responses.map(nameOf).join(', ');
}

function listExamples({ responses }: Operation): string {
  return responses.map((response) => `${exampleNamesOf(response).join(', ')} (code ${nameOf(response)})`).join('; ');
}
