import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError } from './index.ts';
import { answer, example, failure, stubbedClient, token } from './testing/stub.ts';

const origin = 'https://tfe.example.com';
const perhapsCanceled = '. The run may have been canceled';
const jsonApi = 'application/vnd.api+json';
const html = { 'Content-Type': 'text/html; charset=utf-8' };
const json = { 'Content-Type': 'application/json' };

/** What a browser makes of a redirect that it may not follow; no constructor gives a status of 0 and this type. */
function hiddenRedirect() {
  return Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
}

describe.each([
  ['list', (answer: Response) => stubbedClient([answer]).client.list()],
  ['forceCancelUnguarded', (answer: Response) => stubbedClient([answer]).client.forceCancelUnguarded('run-1')],
  ['iterate', (answer: Response) => stubbedClient([answer]).client.iterate().next()],
])('%s tells of', (name, call) => {
  test.each<[what: string, answer: Response, message: string]>([
    [
      'an unknown token',
      answer('unauthorized', { status: 401 }),
      '401: unauthorized (the token is unknown or expired)',
    ],
    [
      'no administrator',
      answer('not-an-administrator', { status: 404 }),
      "404: not found (or the token is not a site administrator's)",
    ],
    [
      'a final run',
      answer('transition-not-allowed', { status: 409 }),
      '409: transition not allowed (the run is final)',
    ],
    ['a detail', answer('invalid-include', { status: 400 }), '400: Invalid include parameter'],
    ['the rate limit', answer('too-many-requests', { status: 429 }), "429: You have exceeded the API's rate limit."],
    ['several errors', answer({ errors: [{ title: 'a' }, { title: 'b', detail: 'c' }] }, { status: 422 }), '422: a; c'],
    ['an empty detail', answer({ errors: [{ title: 'a', detail: '' }] }, { status: 422 }), '422: a'],
    ['errors with a 200', answer('unauthorized'), '200: unauthorized'],
    [
      'a page with an error status',
      answer('single-page', { status: 503 }),
      `503: ${jsonApi} instead of a JSON:API document`,
    ],
    [
      'a run with an error status',
      answer('canceled-run', { status: 500 }),
      `500: ${jsonApi} instead of a JSON:API document`,
    ],
    ['a time-out of the platform', answer({ errors: [{ title: 'a' }] }, { status: 408 }), '408: a'],
    ['an error beside none', answer({ errors: [{ title: 'a' }, null] }, { status: 500 }), '500: a'],
    ['no error', answer({ errors: [] }, { status: 500 }), `500: ${jsonApi} instead of a JSON:API document`],
    ['other errors', answer({ errors: 'no' }, { status: 500 }), `500: ${jsonApi} instead of a JSON:API document`],
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
  ])('%s', async (_, answer, message) => {
    const error = await failure(call(answer));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toBeInstanceOf(Error);
    const { status } = answer;
    // Only an error of the 400s says that nothing was done; but 408, that the platform did not wait for the end.
    const perhaps =
      name !== 'forceCancelUnguarded' || (status >= 400 && status < 500 && status !== 408) ? '' : perhapsCanceled;
    expect(error).toMatchObject({ name: 'ApiError', message: `${origin} responded with ${message}${perhaps}`, status });
    expect((error as ApiError).stack).not.toContain('hush');
    expectNoToken(error);
  });
});

test('an ApiError holds the errors as they came', async () => {
  const error = await apiError(answer('invalid-attribute', { status: 422 }));
  expect(error.errors).toEqual(example('invalid-attribute').errors);
});

test.each([
  Response.json({ errors: 'no' }, { status: 500 }),
  Response.json({ errors: [null] }, { status: 500 }),
  new Response('<h1>', { status: 502 }),
])('an ApiError without JSON:API errors holds an empty list', async (answer) => {
  expect((await apiError(answer)).errors).toEqual([]);
});

test('an ApiError holds the request ID, or null', async () => {
  const named = answer('unauthorized', { status: 401, headers: { 'X-Request-Id': 'b0c4f5a2' } });
  expect((await apiError(named)).requestId).toBe('b0c4f5a2');
  expect((await apiError(answer('unauthorized', { status: 401 }))).requestId).toBeNull();
});

test('an ApiError holds the answer, for its headers', async () => {
  const { response } = await apiError(answer('too-many-requests', { status: 429, headers: { 'Retry-After': '7' } }));
  expect(response.headers.get('Retry-After')).toBe('7');
});

test('the body of an answer, which may repeat the request, is in no error', async () => {
  const error = await apiError(new Response(`Authorization: Bearer ${token}`, { status: 400, headers: html }));
  expectNoToken(error);
});

async function apiError(answer: Response) {
  const error = await failure(stubbedClient([answer]).client.list());
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

function expectNoToken(error: unknown) {
  const { message, stack } = error as Error;
  const printed = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  expect([message, stack, JSON.stringify(error), printed].join('\n')).not.toContain(token);
}
