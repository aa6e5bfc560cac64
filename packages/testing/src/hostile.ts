import fc from 'fast-check';
import { requestOf, runsPath } from './wire.ts';

/** A request, and the parts of it on which the documented response depends. */
export interface Hostile {
  method: string;
  /** The path to look up in the document. */
  path: string;
  bytes: Buffer;
  /** The body to send after `100 Continue`. */
  later?: Buffer[];
}

/** The ID of a run that exists. It may be final. */
export const knownRun = 'run-known';
export const cancelPath = `${runsPath}/${knownRun}/actions/force-cancel`;

const poison = fc.oneof(
  fc.constantFrom(
    "' or 1=1 --",
    "'; drop table runs; --",
    '1; attach database ":memory:" as x',
    '" union select * from audit',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '__proto__[x]',
    'constructor[prototype][x]',
    '%',
    '%%',
    '_',
    '\\',
    '\0',
    '\u2028',
    '\ufeff',
    '\ud800',
    '../../etc/passwd',
    '{{7*7}}',
    '<script>',
    '-0',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '9'.repeat(400),
    '1.5',
    ' 1',
    '+1',
    'null',
    'undefined',
    '[]',
    '{}',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:60-23:59',
    '2026-01-01',
    'a'.repeat(9000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Percent-encoding that is incomplete, or that is not UTF-8. */
const brokenEscape = fc.constantFrom('%', '%2', '%zz', '%ff', '%c0%80', '%ed%a0%80', '%00', '%u0041', '%E2%82');
// A lone surrogate has no escape.
const escaped = fc.oneof(
  { weight: 6, arbitrary: poison.map((text) => encodeURIComponent(text.toWellFormed())) },
  {
    weight: 2,
    arbitrary: fc.tuple(poison, brokenEscape).map(([text, end]) => encodeURIComponent(text.toWellFormed()) + end),
  },
  { weight: 3, arbitrary: fc.stringMatching(/^[!-~]{0,20}$/).map((text) => text.replace(/[#?]/g, '')) },
  // Bytes that should have been escaped.
  { weight: 1, arbitrary: fc.stringMatching(/^[!-~\x80-\xff]{0,20}$/).map((text) => text.replace(/[#?]/g, '')) },
);

const parameter = fc.oneof(
  fc.constantFrom('q', 'filter[status]', 'filter[from]', 'filter[to]', 'page[number]', 'page[size]', 'include'),
  fc.constantFrom('filter%5Bstatus%5D', 'page%5bsize%5d', 'filter', 'page', 'filter[status][]', 'page[number][0]'),
  escaped,
);
const query = fc.oneof(
  { weight: 3, arbitrary: escaped.map((text) => `?q=${text}&unknown=${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '?', '??', '?&&&', '?=', '?=&=', `?${'q=1&'.repeat(1500)}`) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.tuple(parameter, escaped).map(([name, value]) => `${name}=${value}`),
        { maxLength: 6 },
      )
      .map((pairs) => `?${pairs.join('&')}`),
  },
);

const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(runsPath, cancelPath) },
  {
    weight: 2,
    arbitrary: escaped.map((id) => `${runsPath}/${id}/actions/force-cancel`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/',
      '//',
      `${runsPath}/`,
      `/${runsPath}`,
      `${runsPath}/x`,
      '/api/v2/ping',
      '/.well-known/terraform.json',
      '/_health',
      '/_test/runs',
      '/api/v2/admin%2Fruns',
      `${runsPath}//actions/force-cancel`,
      '/__proto__',
      '/constructor',
      '/api/v2/admin/../admin/runs',
      `/${'x/'.repeat(4000)}`,
    ),
  },
  { weight: 1, arbitrary: escaped.map((text) => `/${text}`) },
);

const method = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'POST') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND') },
);

/** Usually with the method that the path supports. */
const target = fc.oneof(
  fc.tuple(method, path),
  fc.constantFrom<[string, string]>(['GET', runsPath], ['POST', cancelPath]),
  path.map((each): [string, string] => [each.endsWith('/force-cancel') ? 'POST' : 'GET', each]),
);

/** The part of the request line before the path: empty, or an origin, as a proxy may send it. */
const origin = fc.constantFrom('', '', '', '', 'http://elsewhere.example', 'HTTP://[::1]:1', 'https://x:y@z');

/** Unusual headers with which a request is still valid. */
const oddHeader = fc.oneof(
  fc.constantFrom(
    'Accept: text/html',
    'Accept: ',
    'Accept-Encoding: br;q=0',
    'Range: bytes=0-1',
    'If-None-Match: *',
    'Content-Encoding: gzip',
    'Cookie: a=b; __proto__=c',
    'X-Request-Id: ok-1',
    'X-Request-Id: a b',
    'Expect: 7',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: javascript',
    'X-HTTP-Method-Override: DELETE',
    'Upgrade: h2c',
    'Upgrade: websocket',
    'Prefer: respond-async, wait=10',
    'Origin: https://evil.example',
    'Forwarded: for="',
    'Access-Control-Request-Method: GET',
    'TE: trailers',
    'Via: x',
    'Max-Forwards: 0',
    '__proto__: x',
    'constructor: x',
    'Content-Type: text/plain',
    'Authorization: Bearer wrong',
    'Host: elsewhere.example',
  ),
  fc.stringMatching(/^X-[a-z]{1,5}: [ -~\x80-\xff]{0,20}$/),
);

/** Headers that make the request invalid. */
const badHeader = fc.constantFrom(
  'X: \x00',
  'Bad Name: 1',
  ' folded: 1',
  ': nameless',
  'nothing',
  'X\r: 1',
  'Content-Length: -1',
  'Content-Length: 1x',
  `X: ${'y'.repeat(20_000)}`,
);

/** Content types of a POST. Only the first two are valid. */
const type = fc.constantFrom(
  'application/vnd.api+json',
  'Application/VND.api+json ; charset="x',
  undefined,
  'text/plain',
  '',
  ';;;',
  'application/json',
  'application/vnd.api+json2',
);

const deep = 100_000;
const body = fc.oneof(
  fc.constantFrom<string | Buffer>(
    '',
    'null',
    '{}',
    '{"comment":null}',
    '{"comment":"stuck"}',
    '{"comment":7}',
    '[]',
    '{"data":{}}',
    '{',
    '\0',
    '{"__proto__":{"comment":"x"}}',
    '{"constructor":{"prototype":{}}}',
    '{"comment":"x","comment":{}}',
    'NaN',
    '{"comment":"\\ud800"}',
    '{"comment":"\\u0000"}',
    '\ufeff{}',
    '1e999',
    '"x"',
    'true',
    '  ',
    '/**/{}',
    '['.repeat(deep) + ']'.repeat(deep),
    '{"a":'.repeat(deep),
    `{"${'k'.repeat(9000)}":1}`,
    Buffer.from('{"comment":"\xff"}', 'latin1'),
    Buffer.from([0xed, 0xa0, 0x80]),
    // On both sides of the limit.
    `{"comment":"${'x'.repeat(1024 * 1024 - 14)}"}`,
    `{"comment":"${'x'.repeat(1024 * 1024)}"}`,
  ),
  fc.json(),
  fc.record({ comment: fc.anything() }).map((value) => JSON.stringify(value, (_key, each) => plain(each)) ?? ''),
  fc.uint8Array({ maxLength: 50 }).map((octets) => Buffer.from(octets)),
);

function plain(value: unknown) {
  return typeof value === 'bigint' ? String(value) : value;
}

type Framing = 'length' | 'chunked' | 'expect';
const framing = fc.constantFrom<Framing[]>('length', 'length', 'chunked', 'expect');

/** Requests with complete framing and hostile contents. Each must get a response. */
export function hostile(tokens: string[]): fc.Arbitrary<Hostile> {
  return fc
    .record({
      target,
      query,
      origin,
      framing,
      headers: fc.array(oddHeader, { maxLength: 4 }),
      bad: fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: badHeader }),
      body: fc.option(body, { nil: undefined }),
      token: fc.constantFrom(...tokens, undefined),
      type: type,
    })
    .map(({ target: [method, path], query, origin, headers, bad, body, token, type, framing }) => {
      const lines = [
        `${method} ${origin}${path}${query} HTTP/1.1`,
        'Host: 127.0.0.1',
        ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
        ...(type === undefined ? [] : [`Content-Type: ${type}`]),
        ...headers,
        ...(bad === undefined ? [] : [bad]),
        'Connection: close',
      ];
      return { method, path, ...frame(lines, body, framing) };
    });
}

function frame(lines: string[], body: string | Buffer | undefined, framing: Framing) {
  if (body === undefined) return { bytes: requestOf(lines) };
  const octets = Buffer.from(body);
  if (framing === 'chunked') {
    const half = Math.floor(octets.length / 2);
    const chunks = [octets.subarray(0, half), octets.subarray(half)].filter(({ length }) => length > 0);
    const parts = chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)};x=y\r\n`), chunk, '\r\n']);
    const end = '0\r\nTrailer: x\r\n\r\n';
    const whole = Buffer.concat([...parts, end].map((part) => Buffer.from(part)));
    return { bytes: requestOf([...lines, 'Transfer-Encoding: chunked'], whole) };
  }
  const sized = [...lines, `Content-Length: ${octets.length}`];
  if (framing === 'length') return { bytes: requestOf(sized, octets) };
  return { bytes: requestOf([...sized, 'Expect: 100-continue']), later: [octets] };
}

const sample = requestOf(
  [
    `POST ${cancelPath}?q=%41 HTTP/1.1`,
    'Host: 127.0.0.1',
    'Authorization: Bearer unknown',
    'Content-Type: application/vnd.api+json',
    'Content-Length: 15',
    'Connection: close',
  ],
  '{"comment":"x"}',
);

/** Random bytes, and a valid request with bytes removed or inserted. */
export const garbage: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
  fc
    .record({
      at: fc.nat(400),
      remove: fc.nat(20),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 10 }).map((octets) => Buffer.from(octets)),
        fc.constantFrom('\r\n', '\n', '\0', '\r', ' ', 'Content-Length: 3\r\n', 'Transfer-Encoding: chunked\r\n', '\t'),
      ),
    })
    .map(({ at, remove, insert }) =>
      Buffer.concat([sample.subarray(0, at), Buffer.from(insert), sample.subarray(at + remove)]),
    ),
);
