import type { ErrorObject } from '@tfe-admin-runs/http';
import type { Sent } from '@tfe-admin-runs/testing/send';
import { expect } from 'vitest';

export const runs = '/api/v2/admin/runs';
export const forceCancelPath = `${runs}/run-VCsNJXa59eUza53R/actions/force-cancel`;
const authorization = 'Bearer some-token';
export const type = 'application/vnd.api+json';

function list(query = '', headers: Record<string, string> = {}): Sent {
  return { path: runs + query, headers: { authorization, ...headers } };
}

function cancel(body?: string, headers: Record<string, string> = {}, query = ''): Sent {
  return {
    method: 'POST',
    path: forceCancelPath + query,
    headers: { authorization, 'content-type': type, ...headers },
    ...(body !== undefined && { body }),
  };
}

function prefer(preference: string): Sent {
  return list('', { prefer: preference });
}

function raw(bytes: string): Sent {
  return { path: '', raw: bytes };
}

function parameter(name: string, detail: string) {
  return { title: 'bad request', detail, source: { parameter: name } };
}

function pointer(path: string, detail: string) {
  return { title: 'invalid attribute', detail, source: { pointer: path } };
}

function preference(detail: string) {
  return { title: 'bad request', detail, source: { header: 'Prefer' } };
}

function token(detail: string) {
  return { title: 'unauthorized', detail, source: { header: 'Authorization' } };
}

function contentType(detail: string) {
  return { title: 'invalid content type', detail, source: { header: 'Content-Type' } };
}

const wantsToken = 'no token was sent; send Authorization: Bearer TOKEN';
const wantsType = 'content-type must be application/vnd.api+json';
const wantsNumber = 'page[number] must be a whole number, 1 or more';
const wantsSize = 'page[size] must be a whole number from 1 to 100';
const wantsDate = 'must be an RFC 3339 date and time, such as';
const known = 'it takes q, filter[status], filter[from], filter[to], page[number], page[size], include';

/** What is sent, and the answer: its status, and for an error what its first error object says at least. */
export const table: Record<string, [Sent, number, Partial<ErrorObject>?]> = {
  'a list': [list(), 200],
  'a list with everything, raw': [list('?q=a&filter[status]=planning,applying&page[number]=2&page[size]=100'), 200],
  'a list with everything, escaped': [list('?filter%5Bstatus%5D=planning%2Capplying&page%5Bsize%5D=1'), 200],
  'blanks and a trailing comma in a list': [list('?filter[status]=planning,+applying,+'), 200],
  'include, all of it': [list('?include=workspace,workspace.organization,workspace.organization.owners'), 200],
  'an empty search and an empty include': [list('?include=&q='), 200],
  'empty dates': [list('?filter[from]=&filter[to]='), 200],
  'dates with an offset, escaped': [list('?filter[from]=2026-01-01T00%3A00%3A00%2B02%3A00'), 200],
  'dates with a bare plus': [list('?filter[to]=2026-01-01T00:00:00.5+02:00'), 200],
  'a content type on GET': [list('', { 'content-type': 'application/json' }), 200],
  'an Accept that the document lacks': [list('', { accept: 'application/json' }), 200],
  'a body on GET': [{ ...list('', { 'content-length': '1' }), body: '{' }, 200],
  'another way to write Bearer': [list('', { authorization: 'bearer x' }), 200],
  'health, without a token': [{ path: '/_health' }, 200],

  'no token': [{ path: runs }, 401, token(wantsToken)],
  'an empty token': [list('', { authorization: 'Bearer ' }), 401, token(expect.stringContaining('not a bearer token'))],
  'another scheme': [
    list('', { authorization: 'Basic eDp5' }),
    401,
    token(expect.stringContaining('not a bearer token')),
  ],
  'no token, before anything else': [{ ...cancel('{', { 'content-type': 'text/plain' }, '?x=1'), headers: {} }, 401],

  'page 0': [list('?page[number]=0'), 400, parameter('page[number]', `${wantsNumber}, not 0`)],
  'page 0, escaped': [list('?page%5Bnumber%5D=0'), 400, parameter('page[number]', `${wantsNumber}, not 0`)],
  'page -1': [list('?page[number]=-1'), 400, parameter('page[number]', `${wantsNumber}, not -1`)],
  'page 1.5': [list('?page[number]=1.5'), 400, parameter('page[number]', `${wantsNumber}, not 1.5`)],
  'size 0': [list('?page[size]=0'), 400, parameter('page[size]', `${wantsSize}, not 0`)],
  'size 101': [list('?page[size]=101'), 400, parameter('page[size]', `${wantsSize}, not 101`)],
  'size no number': [list('?page[size]=ten'), 400, parameter('page[size]', `${wantsSize}, not ten`)],
  'an unknown status': [
    list('?filter[status]=plannign'),
    400,
    parameter(
      'filter[status]',
      expect.stringMatching(/^filter\[status] cannot be plannign; did you mean planning\?; it .*pending/),
    ),
  ],
  'an unknown status, escaped': [list('?filter%5Bstatus%5D=bogus'), 400, { source: { parameter: 'filter[status]' } }],
  'one unknown status of two': [
    list('?filter[status]=planning,bogus'),
    400,
    { source: { parameter: 'filter[status]' } },
  ],
  'an empty status': [
    list('?filter[status]='),
    400,
    parameter('filter[status]', expect.stringContaining('omit it to list everything')),
  ],
  'nothing but a comma': [list('?filter[status]=,'), 400, { source: { parameter: 'filter[status]' } }],
  'an unknown include': [list('?include=foo'), 400, parameter('include', 'Invalid include parameter')],
  'a day': [list('?filter[from]=2026-01-01'), 400, parameter('filter[from]', expect.stringContaining(wantsDate))],
  'no offset': [
    list('?filter[to]=2026-01-01T00:00:00'),
    400,
    parameter('filter[to]', expect.stringContaining(wantsDate)),
  ],
  'a blank for the T': [list('?filter[to]=2026-01-01+00:00:00Z'), 400, { source: { parameter: 'filter[to]' } }],
  'February 30': [list('?filter[from]=2026-02-30T00:00:00Z'), 400, { source: { parameter: 'filter[from]' } }],
  'a misspelt parameter': [
    list('?page[sise]=5'),
    400,
    parameter('page[sise]', 'page[sise] is not a parameter of this endpoint; did you mean page[size]?'),
  ],
  'a parameter without its brackets': [
    list('?status=planning'),
    400,
    parameter('status', 'status is not a parameter of this endpoint; did you mean filter[status]?'),
  ],
  'an unknown parameter': [list('?x=1'), 400, parameter('x', `x is not a parameter of this endpoint; ${known}`)],
  'a parameter where there is none': [
    cancel('{}', {}, '?force=1'),
    400,
    parameter('force', 'force is not a parameter of this endpoint; it takes none'),
  ],
  'a repeated parameter': [
    list('?page[size]=5&page%5Bsize%5D=6'),
    400,
    parameter('page[size]', 'page[size] was sent 2 times; send it once'),
  ],
  'a repeated list': [
    list('?filter[status]=planning&filter[status]=applying'),
    400,
    parameter('filter[status]', 'filter[status] was sent 2 times; send it once, its values separated by commas'),
  ],

  'a comment': [cancel('{"comment":"stuck"}'), 200],
  'a comment that is null': [cancel('{"comment":null}'), 200],
  'an empty object': [cancel('{}'), 200],
  'a body that is null': [cancel('null'), 200],
  'a body of length 0': [cancel(), 200],
  'no body and no length': [
    raw(
      `POST ${cancel().path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n`,
    ),
    200,
  ],
  'a chunked body of nothing': [cancel('', { 'transfer-encoding': 'chunked' }), 200],
  'a chunked comment': [cancel('{"comment":"stuck"}', { 'transfer-encoding': 'chunked' }), 200],
  'a charset': [cancel('{}', { 'content-type': `${type.toUpperCase()}; charset=utf-8` }), 200],
  'any run id': [{ ...cancel('{}'), path: `${runs}/nonexisting/actions/force-cancel` }, 200],

  'malformed JSON': [cancel('{"comment":'), 400, { title: 'bad request', detail: expect.stringContaining('not JSON') }],
  'malformed JSON, chunked': [cancel('{', { 'transfer-encoding': 'chunked' }), 400],
  'JSON as such': [
    cancel('{}', { 'content-type': 'application/json' }),
    415,
    contentType(`${wantsType}, not application/json`),
  ],
  'JSON as such, and malformed': [cancel('{', { 'content-type': 'application/json' }), 415],
  'no content type': [{ ...cancel(), headers: { authorization } }, 415, contentType(`${wantsType}; none was sent`)],
  'a comment that is a number': [cancel('{"comment":5}'), 422, pointer('/comment', 'comment must be a string or null')],
  'a JSON:API document': [
    cancel('{"data":{"attributes":{"comment":"stuck"}}}'),
    422,
    pointer('/data', 'data is not known here; known: comment'),
  ],
  'a misspelt member': [
    cancel('{"Comments":""}'),
    422,
    pointer('/Comments', 'Comments is not known here; did you mean comment?'),
  ],
  'a member to be escaped': [cancel('{"a/b~":1}'), 422, { source: { pointer: '/a~1b~0' } }],
  'an array': [cancel('[]'), 422, pointer('', 'the body must be an object')],
  'a string': [cancel('"stuck"'), 422, pointer('', 'the body must be an object')],
  'too long a body': [cancel(`{"comment":"${'x'.repeat(1024 * 1024)}"}`), 413, { title: 'payload too large' }],

  'an unknown path': [{ path: '/api/v2/runs', headers: { authorization } }, 404, { title: 'not found' }],
  'a trailing slash': [{ ...list(), path: `${runs}/` }, 404],
  'a path without its base': [{ ...list(), path: '/admin/runs' }, 404],
  'an empty run id': [{ ...cancel('{}'), path: `${runs}//actions/force-cancel` }, 404],
  'DELETE of the list': [
    { ...list(), method: 'DELETE' },
    405,
    { detail: 'DELETE is not possible here; use GET, HEAD' },
  ],
  'GET of the force-cancel': [{ ...cancel(), method: 'GET' }, 405, { detail: 'GET is not possible here; use POST' }],

  'a code': [prefer('code=404'), 404, { title: 'not found' }],
  'a code and an example': [prefer('code=400, example=invalid-date'), 400, { source: { parameter: 'filter[from]' } }],
  'an example': [prefer('example=empty-page'), 200],
  'an example in quotes': [prefer('example="empty-page"'), 200],
  'made-up data': [prefer('dynamic=true'), 200],
  'a code and made-up data': [prefer('code=429, dynamic=true'), 429],
  'an error the document has no example of': [prefer('code=503'), 503, { status: '503', title: 'service unavailable' }],
  'somebody else’s preference': [prefer('respond-async, wait=10'), 200],
  'a code that is none': [
    prefer('code=204'),
    400,
    preference('no response 204 here; the document has 200, 400, 401, 404, 429, any other from 400 to 599'),
  ],
  'an unknown example': [
    prefer('example=nope'),
    400,
    preference(expect.stringMatching(/^no example nope here; .*empty-page/)),
  ],
  'an example of another code': [prefer('code=404, example=empty-page'), 400, { source: { header: 'Prefer' } }],
  'a yes for true': [prefer('dynamic=yes'), 400, preference('dynamic must be true or false, not yes')],
  'a preference with a wrong query': [
    list('?page[size]=0', { prefer: 'code=404' }),
    400,
    { source: { parameter: 'page[size]' } },
  ],

  'no HTTP at all': [raw('HELLO\r\n\r\n'), 400, { detail: expect.stringContaining('not HTTP') }],
  'a broken chunk': [
    raw(`POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n`),
    400,
    { detail: expect.stringContaining('not HTTP') },
  ],
  'too long a header': [raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), 431],
};
