// The other side may repeat the token, or send control characters, in any part of a response.
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type AdminRunsClient, type ApiError, type Attempt, createAdminRunsClient } from './index.ts';
import { failure, responseOf, stubbedClient, token } from './testing/stub.ts';

const escaped = [...token].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');
const errors = { errors: [{ status: token, title: token, detail: `Bearer ${token}`, meta: { [token]: [token] } }] };

const echoes: [where: string, response: () => Response][] = [
  ['the errors of a 401', () => responseOf(errors, { status: 401 })],
  ['the errors of a 200', () => responseOf(errors)],
  ['errors that are escaped', () => new Response(`{"errors":[{"title":"${escaped}"}]}`, { status: 400 })],
  ['a body that is not JSON', () => new Response(token, { status: 502 })],
  ['the path of a redirect', () => new Response(null, { status: 302, headers: { Location: `/login/${token}` } })],
  ['the query of a redirect', () => new Response(null, { status: 302, headers: { Location: `/?token=${token}` } })],
  ['the content type', () => new Response('?', { status: 502, headers: { 'Content-Type': `text/${token}` } })],
  ['the content type of a 200', () => new Response('?', { headers: { 'Content-Type': `text/${token}` } })],
  ['the request ID', () => responseOf('unauthorized', { status: 401, headers: { 'X-Request-Id': `r-${token}` } })],
  ['the status text', () => new Response('', { status: 500, statusText: token })],
  ['any other header', () => responseOf('unauthorized', { status: 401, headers: { Via: token, 'X-Debug': token } })],
];

const calls: [string, (client: AdminRunsClient) => Promise<unknown>][] = [
  ['list', (client) => client.list()],
  ['iterate', (client) => client.iterate().next()],
  ['forceCancelUnguarded', (client) => client.forceCancelUnguarded('run-1')],
];

function everythingIn(value: unknown): string {
  const printed = inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  return `${printed}${JSON.stringify(value)}${(value as Error).message}${(value as Error).stack}`;
}

describe.each(calls)('%s', (_, call) => {
  test.each(echoes)('has no token in its error or its log if the other side repeats it in %s', async (_, response) => {
    const log = vi.fn<(attempt: Attempt) => void>();
    const { client } = stubbedClient([response()], { log });
    const error = await failure(call(client));
    expect(error).toHaveProperty('name', 'ApiError');
    expect(everythingIn(error)).not.toContain(token);
    expect(everythingIn(log.mock.calls)).not.toContain(token);
  });

  test("has no token in its error if the other side repeats the request, and Node's error quotes that", async () => {
    const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket));
    onTestFinished(() => void echo.close());
    const client = createAdminRunsClient({ address: await listenOnLoopback(echo), token, retries: 0 });
    const error = await failure(call(client));
    expect(error).toHaveProperty('name', 'ConnectionError');
    expect(everythingIn(error)).toContain('[token]');
    expect(everythingIn(error)).not.toContain(token);
  });
});

test('the token is removed from what `fetch` throws, also from a string or a frozen error', async () => {
  const frozen = Object.freeze(new TypeError('fetch failed', { cause: new Error(`Bearer ${token}`) }));
  for (const thrown of [`Bearer ${token}`, { message: token }, frozen, new Error(token)]) {
    const { client } = stubbedClient([], { fetch: () => Promise.reject(thrown) });
    const { message } = (await failure(client.list())) as Error;
    expect(message).toContain('[token]');
    expect(message).not.toContain(token);
  }
});

test('the token of the failed attempt is removed, if attempts have different ones', async () => {
  let asked = 0;
  const rotating = () => `rotating-token-${++asked}`;
  const fetch = async ({ headers }: Request) =>
    responseOf(
      { errors: [{ title: headers.get('Authorization') }] },
      { status: 429, headers: { 'Retry-After': '0.001' } },
    );
  const { client } = stubbedClient([], { fetch, token: rotating, retries: 2 });
  expect(await failure(client.list())).toHaveProperty('message', expect.stringMatching(/429: Bearer \[token\]$/));
  expect(asked).toBe(3);
});

test('the requested document is returned unchanged', async () => {
  const page = { data: [], meta: { note: token } };
  await expect(stubbedClient([responseOf(page)]).client.list()).resolves.toEqual(page);
});

test('the errors of an ApiError are unchanged, except for the token', async () => {
  const title = 'two\nlines';
  const { errors, message } = (await failure(
    stubbedClient([responseOf({ errors: [{ status: '422', title }] }, { status: 422 })]).client.list(),
  )) as ApiError;
  expect(errors).toEqual([{ status: '422', title }]);
  expect(message).toMatch(/ responded with 422: two\\u\{a\}lines$/);
});

describe('control characters', () => {
  test.each([
    ['a clear of the screen', '\u001b[2J', '\\u{1b}[2J'],
    ['an eight-bit control', '\u009b31m', '\\u{9b}31m'],
    ['a forged line', '\r\nGET 200', '\\u{d}\\u{a}GET 200'],
    ['a separator of lines', '\u2028', '\\u{2028}'],
    ['a reversal of the text', '\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['a hidden tag', '\u{e0041}', '\\u{e0041}'],
    ['a zero', '\0', '\\u{0}'],
  ])('are escaped in messages: %s', async (_, sent, shown) => {
    const { client } = stubbedClient([responseOf({ errors: [{ title: `<${sent}>` }] }, { status: 400 })]);
    const { message, stack } = (await failure(client.list())) as Error;
    expect(message).toMatch(/400: <.*>$/);
    expect(message).toContain(`<${shown}>`);
    expect(stack).not.toContain(sent);
  });

  test('are in no message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.boolean(), async (text, isBody) => {
        const fetch = async () => {
          if (isBody) return responseOf({ errors: [{ title: text }] }, { status: 400 });
          throw new TypeError('fetch failed', { cause: new Error(text) });
        };
        const { message } = (await failure(stubbedClient([], { fetch }).client.list())) as Error;
        expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test.each(['Ärger', '日本語', '👩‍🚀'.replaceAll('\u200d', ''), 'שלום'])(
    'do not include letters: %s',
    async (title) => {
      const { client } = stubbedClient([responseOf({ errors: [{ title }] }, { status: 400 })]);
      expect(await failure(client.list())).toHaveProperty('message', expect.stringContaining(`400: ${title}`));
    },
  );
});
