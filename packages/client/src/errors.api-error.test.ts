import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError } from './index.ts';
import { example, failure, responseOf, stubbedClient, token } from './testing/stub.ts';

const origin = 'https://tfe.example.com';
const perhapsCanceled = '. The run may have been canceled';
const jsonApi = 'application/vnd.api+json';
const html = { 'Content-Type': 'text/html; charset=utf-8' };
const json = { 'Content-Type': 'application/json' };

/** A redirect that a browser may not follow. No constructor can create a response with this status and type. */
function hiddenRedirect() {
  return Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
}

describe.each([
  ['list', (response: Response) => stubbedClient([response]).client.list()],
  ['forceCancelUnguarded', (response: Response) => stubbedClient([response]).client.forceCancelUnguarded('run-1')],
  ['iterate', (response: Response) => stubbedClient([response]).client.iterate().next()],
])('%s reports', (name, call) => {
  test.each<[what: string, response: Response, message: string]>([
    [
      'an unknown token',
      responseOf('unauthorized', { status: 401 }),
      '401: unauthorized (the token is unknown or expired)',
    ],
    [
      'no administrator',
      responseOf('not-an-administrator', { status: 404 }),
      "404: not found (or the token is not a site administrator's)",
    ],
    [
      'a final run',
      responseOf('transition-not-allowed', { status: 409 }),
      '409: transition not allowed (the run is final)',
    ],
    ['a detail', responseOf('invalid-include', { status: 400 }), '400: Invalid include parameter'],
    [
      'the rate limit',
      responseOf('too-many-requests', { status: 429 }),
      "429: You have exceeded the API's rate limit.",
    ],
    [
      'several errors',
      responseOf({ errors: [{ title: 'a' }, { title: 'b', detail: 'c' }] }, { status: 422 }),
      '422: a; c',
    ],
    ['an empty detail', responseOf({ errors: [{ title: 'a', detail: '' }] }, { status: 422 }), '422: a'],
    ['errors with a 200', responseOf('unauthorized'), '200: unauthorized'],
    [
      'a page with an error status',
      responseOf('single-page', { status: 503 }),
      `503: ${jsonApi} instead of a JSON:API document`,
    ],
    [
      'a run with an error status',
      responseOf('canceled-run', { status: 500 }),
      `500: ${jsonApi} instead of a JSON:API document`,
    ],
    ['a time-out of the platform', responseOf({ errors: [{ title: 'a' }] }, { status: 408 }), '408: a'],
    ['an error beside none', responseOf({ errors: [{ title: 'a' }, null] }, { status: 500 }), '500: a'],
    ['no error', responseOf({ errors: [] }, { status: 500 }), `500: ${jsonApi} instead of a JSON:API document`],
    ['other errors', responseOf({ errors: 'no' }, { status: 500 }), `500: ${jsonApi} instead of a JSON:API document`],
    ['an empty 502', new Response('', { status: 502 }), '502: an empty body'],
    [
      'an empty 502 that says so',
      new Response('', { status: 502, headers: { 'Content-Length': '0', ...html } }),
      '502: an empty body',
    ],
    [
      'the page of a proxy',
      new Response('<h1>Bad gateway</h1>', { status: 502, headers: html }),
      '502: text/html instead of a JSON:API document',
    ],
    ...[401, 404, 409].map((status): [string, Response, string] => [
      `a ${status} that is not of the platform, without a hint`,
      new Response('<h1>No</h1>', { status, headers: html }),
      `${status}: text/html instead of a JSON:API document`,
    ]),
    ['HTML with a 200', new Response('<form>', { headers: html }), '200: text/html instead of a JSON:API document'],
    [
      'truncated JSON',
      new Response('{"data":[', { headers: json }),
      '200: application/json instead of a JSON:API document',
    ],
    ['JSON of another kind', Response.json({ status: 'ok' }), '200: application/json instead of a JSON:API document'],
    ['null', Response.json(null), '200: application/json instead of a JSON:API document'],
    ['null data', Response.json({ data: null }), '200: application/json instead of a JSON:API document'],
    ['a word as data', Response.json({ data: 'login' }), '200: application/json instead of a JSON:API document'],
    [
      'an object without an ID as data',
      Response.json({ data: {} }),
      '200: application/json instead of a JSON:API document',
    ],
    ['a number', Response.json(7), '200: application/json instead of a JSON:API document'],
    [
      'an unnamed body',
      new Response(new TextEncoder().encode('?')),
      '200: an unknown type instead of a JSON:API document',
    ],
    ['an empty 200', new Response(''), '200: an empty body'],
    ['a 204', new Response(null, { status: 204 }), '204: an empty body'],
    [
      'a redirect',
      new Response(null, { status: 302, headers: { Location: 'https://sso.example.com/login?state=hush#hush' } }),
      '302: a redirect to https://sso.example.com/login',
    ],
    [
      'a redirect with a password',
      new Response(null, { status: 302, headers: { Location: 'https://user:hush@sso.example.com/login' } }),
      '302: a redirect to https://sso.example.com/login',
    ],
    [
      'a relative redirect with a session',
      new Response(null, { status: 307, headers: { Location: '/session;id=hush' } }),
      '307: a redirect to /session',
    ],
    ['a redirect that a browser hides', hiddenRedirect(), '0: an empty body'],
  ])('%s', async (_, response, message) => {
    const error = await failure(call(response));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(Error);
    const { status } = response;
    // Only a 4xx means that nothing was done, except 408.
    const warning =
      name !== 'forceCancelUnguarded' || (status >= 400 && status < 500 && status !== 408) ? '' : perhapsCanceled;
    expect(error).toMatchObject({ name: 'ApiError', message: `${origin} responded with ${message}${warning}`, status });
    expect((error as ApiError).stack).not.toContain('hush');
    expectNoToken(error);
  });
});

test('an ApiError has the errors as they were sent', async () => {
  const error = await apiError(responseOf('invalid-attribute', { status: 422 }));
  expect(error.errors).toEqual(example('invalid-attribute').errors);
});

test.each([
  Response.json({ errors: 'no' }, { status: 500 }),
  Response.json({ errors: [null] }, { status: 500 }),
  new Response('<h1>', { status: 502 }),
])('an ApiError without JSON:API errors has an empty list', async (response) => {
  expect((await apiError(response)).errors).toEqual([]);
});

test('an ApiError has the request ID, or null', async () => {
  const named = responseOf('unauthorized', { status: 401, headers: { 'X-Request-Id': 'b0c4f5a2' } });
  expect((await apiError(named)).requestId).toBe('b0c4f5a2');
  expect((await apiError(responseOf('unauthorized', { status: 401 }))).requestId).toBeNull();
});

test('an ApiError has the response, for its headers', async () => {
  const { response } = await apiError(
    responseOf('too-many-requests', { status: 429, headers: { 'Retry-After': '7' } }),
  );
  expect(response.headers.get('Retry-After')).toBe('7');
});

test('the body of a response, which may repeat the request, is in no error', async () => {
  const error = await apiError(new Response(`Authorization: Bearer ${token}`, { status: 400, headers: html }));
  expectNoToken(error);
});

async function apiError(response: Response) {
  const error = await failure(stubbedClient([response]).client.list());
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

function expectNoToken(error: unknown) {
  const { message, stack } = error as Error;
  const printed = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  expect([message, stack, JSON.stringify(error), printed].join('\n')).not.toContain(token);
}
