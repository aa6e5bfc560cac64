import { type ExampleName, example } from '@tfe-admin-runs/testing/examples';
import { type AdminRunsClientOptions, createAdminRunsClient } from '../index.ts';

export { example };

export const token = 'secret-token';

/** A response with an example of the document, or any other value, as its body. */
export function responseOf(body: unknown, init: ResponseInit & { headers?: Record<string, string> } = {}) {
  const headers = { 'Content-Type': 'application/vnd.api+json', ...init.headers };
  const document = typeof body === 'string' ? example(body as ExampleName) : body;
  return new Response(JSON.stringify(document), { ...init, headers });
}

/**
 * A client whose requests are recorded instead of sent. It gets the responses in order, and repeats the last one. It does
 * not retry by default.
 */
export function stubbedClient(responses: Response[], options: Partial<AdminRunsClientOptions> = {}) {
  const requests: { method: string; url: string; headers: Record<string, string>; body: string }[] = [];
  const client = createAdminRunsClient({
    address: 'https://tfe.example.com',
    token,
    retries: 0,
    async fetch(request) {
      const response = responses[Math.min(requests.length, responses.length - 1)] as Response;
      const { method, url, headers } = request;
      requests.push({ method, url, headers: Object.fromEntries(headers), body: await request.clone().text() });
      return response.clone();
    },
    ...options,
  });
  return { client, requests };
}

/** The error with which a promise rejects. */
export function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error) => error,
  );
}
