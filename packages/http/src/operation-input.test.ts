import { expect, test } from 'vitest';
import { type InputSpec, readInput } from './operation-input.ts';
import type { HttpRequest } from './request.ts';

/** An operation that rejects the parameter `x`, and every body but an empty object. */
const spec: InputSpec<string> = {
  bodyTypes: ['application/vnd.api+json', 'application/json'],
  readQuery: (query) => (query.has('x') ? { problems: [{ detail: 'x' }] } : { query: String(query) }),
  checkBody: (body) => (body === undefined || JSON.stringify(body) === '{}' ? [] : [{ detail: 'not {}' }]),
};

interface Sent {
  type?: string;
  query?: string;
  /** Null means a body that is too long. */
  body?: string | null;
}

function read({ type, query = '', body = '' }: Sent, read = spec) {
  const request: Omit<HttpRequest, 'method' | 'url' | 'path' | 'remoteAddress'> = {
    query: new URLSearchParams(query),
    headers: { ...(type !== undefined && { 'content-type': type }) },
    body: body === null ? undefined : Buffer.from(body),
  };
  return readInput(request as HttpRequest, read);
}

const type = 'Application/VND.api+JSON; charset=utf-8';

test.each<[Sent, string | undefined, unknown]>([
  [{ type, query: 'q=1', body: '{}' }, 'q=1', {}],
  [{ type: 'application/json' }, '', undefined],
])('%j is read', (sent, query, body) => {
  expect(read(sent)).toEqual({ query, body });
});

test.each<[Sent, number, string]>([
  [
    { type: 'text/plain', query: 'x', body: null },
    415,
    'content-type must be application/vnd.api+json or application/json, not text/plain',
  ],
  [{ query: 'x', body: '{' }, 415, 'content-type must be application/vnd.api+json or application/json; none was sent'],
  [
    { type: ' ; ', query: 'x' },
    415,
    'content-type must be application/vnd.api+json or application/json; none was sent',
  ],
  [{ type, query: 'x', body: null }, 413, 'the body is longer than 1048576 bytes'],
  [{ type, query: 'x', body: '{' }, 400, 'x'],
  [{ type, body: '{' }, 400, 'the body is not JSON: '],
  [{ type, body: '[]' }, 422, 'not {}'],
])('of %j the first problem in the order of the platform decides', (sent, status, detail) => {
  expect(read(sent)).toEqual({
    status,
    problems: [expect.objectContaining({ detail: expect.stringContaining(detail) })],
  });
});

test.each<[Sent]>([[{ type: 'text/plain' }], [{ body: '{' }], [{ body: null }]])(
  'where no body is taken, %j is as good as none',
  (sent) => {
    expect(read(sent, { ...spec, bodyTypes: [] })).toEqual({ query: '', body: undefined });
  },
);
