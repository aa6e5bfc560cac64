// What the tests of this package have in common; no part of the build.
import { readFileSync } from 'node:fs';
import { type AdminRunsClientOptions, createAdminRunsClient } from './src/index.ts';

export const token = 'secret-token';

const document = JSON.parse(readFileSync(new URL('../../openapi/dist/openapi.json', import.meta.url), 'utf8'));

/** An example of the document, by its name. */
export const example = (name: string) => structuredClone(document.components.examples[name].value);

/** An answer with an example of the document, or any other value, as its body. */
export function answer(body: unknown, init: ResponseInit & { headers?: Record<string, string> } = {}) {
  const headers = { 'Content-Type': 'application/vnd.api+json', ...init.headers };
  return new Response(JSON.stringify(typeof body === 'string' ? example(body) : body), { ...init, headers });
}

/**
 * A client whose requests go nowhere: they are kept, and answered in turn; the last answer is given for ever. It does
 * not retry unless it is told to.
 */
export function stubbedClient(answers: Response[], options: Partial<AdminRunsClientOptions> = {}) {
  const requests: { method: string; url: string; headers: Record<string, string>; body: string }[] = [];
  const client = createAdminRunsClient({
    address: 'https://tfe.example.com',
    token,
    retries: 0,
    async fetch(request) {
      const answer = answers[Math.min(requests.length, answers.length - 1)] as Response;
      const { method, url, headers } = request;
      requests.push({ method, url, headers: Object.fromEntries(headers), body: await request.clone().text() });
      return answer.clone();
    },
    ...options,
  });
  return { client, requests };
}

/** What a promise is rejected with. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error) => error,
  );
