/** A request, and what its response has on every implementation of the API. */
export interface Case {
  name: string;
  method?: 'GET' | 'POST';
  /** Path and query as they are sent. `{run_id}` is replaced by the ID of a run that may be canceled. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** The token to send; the administrator's by default. */
  as?: 'no token' | 'unknown token' | 'user token';
  status: number;
  /** Skipped on a target that responds with examples. */
  stateful?: true;
  /** Our decision, because no source describes the platform. Skipped on a real installation. */
  decided?: true;
  /** Members of the error object, if the case is about one. */
  error?: { title?: string; detail?: string; source?: { parameter?: string; pointer?: string } };
}

const list = '/api/v2/admin/runs';
const forceCancel = '/api/v2/admin/runs/{run_id}/actions/force-cancel';
const unknownRun = forceCancel.replace('{run_id}', 'run-0000000000000000');
const malformedRun = forceCancel.replace('{run_id}', 'nonexisting');
const json = { 'Content-Type': 'application/vnd.api+json' };

function accepts(name: string, query: string, headers?: Record<string, string>): Case {
  return { name: `lists with ${name}`, path: `${list}${query}`, status: 200, ...(headers && { headers }) };
}

function rejects(parameter: string, value: string, rest: Partial<Case> = {}): Case {
  return {
    name: `rejects ${parameter}=${value}`,
    path: `${list}?${parameter}=${value}`,
    status: 400,
    error: { title: 'bad request', source: { parameter } },
    ...rest,
  };
}

function cancels(name: string, body?: string, headers: Record<string, string> = json): Case {
  return {
    name: `cancels with ${name}`,
    method: 'POST',
    path: forceCancel,
    headers,
    status: 200,
    ...(body && { body }),
  };
}

function cancelsNot(name: string, status: number, rest: Partial<Case> = {}): Case {
  return { name: `does not cancel with ${name}`, method: 'POST', path: forceCancel, headers: json, status, ...rest };
}

/** What some validators of dates accept. */
const notDates = [
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01+00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00%2B0200',
  '2026-01-01T00:00:00%2B24:00',
  '2016-12-31T23:59:60%2B05:00',
];

const notFound = { title: 'not found' };
const wrongType = { status: 415, error: { title: 'invalid content type' } } satisfies Partial<Case>;

export const cases: readonly Case[] = [
  accepts('no parameter', ''),
  accepts(
    'every parameter',
    '?q=acme&filter%5Bstatus%5D=planning%2Capplying&filter%5Bfrom%5D=2026-01-01T00%3A00%3A00Z' +
      '&filter%5Bto%5D=2026-12-31T23%3A59%3A59Z&include=workspace%2Cworkspace.organization&page%5Bnumber%5D=1&page%5Bsize%5D=100',
  ),
  accepts('raw brackets, commas and colons', '?filter[status]=planning,applying&filter[from]=2026-01-01T00:00:00Z'),
  accepts('escapes in lower case', '?filter%5bstatus%5d=planning%2capplying&page%5bsize%5d=1'),
  accepts('a trailing comma and a blank, as go-tfe sends them', '?filter%5Bstatus%5D=pending%2C+'),
  accepts('every include path', '?include=workspace,workspace.organization,workspace.organization.owners'),
  accepts('the path of a workspace', '?include=workspace'),
  accepts('the path of an organization, which go-tfe reads through the workspace', '?include=workspace.organization'),
  accepts('the path of owners', '?include=workspace.organization.owners'),
  accepts('empty q and include, as an exporter sends them', '?include=&q='),
  accepts('a local offset', '?filter%5Bfrom%5D=2026-01-01T00%3A00%3A00%2B02%3A00'),
  accepts('a bare + in an offset, as terrasnek sends it', '?filter%5Bfrom%5D=2026-01-01T00:00:00+02:00'),
  accepts('a leap second in an offset', '?filter%5Bfrom%5D=2016-12-31T18:59:60-05:00'),
  accepts('a status that is not on the admin page', '?filter%5Bstatus%5D=force_canceled,post_plan_running'),
  accepts('a page past the end', '?page%5Bnumber%5D=999999'),
  accepts('a content type, as the vendor page has it', '', json),
  accepts('any Accept', '', { Accept: 'text/html' }),
  rejects('include', 'nonsense', { error: { title: 'bad request', detail: 'Invalid include parameter' } }),
  rejects('filter[from]', 'yesterday', { decided: true }),
  ...notDates.map((date) => rejects('filter[to]', date, { decided: true })),
  rejects('page[number]', 'first', { decided: true }),
  rejects('page[size]', '1.5', { decided: true }),
  { name: 'lists nothing without a token', path: list, as: 'no token', status: 401, error: { title: 'unauthorized' } },
  { name: 'lists nothing for an unknown token', path: list, as: 'unknown token', stateful: true, status: 401 },
  { name: 'lists nothing for a user', path: list, as: 'user token', stateful: true, status: 404, error: notFound },
  { name: 'knows no other path', path: '/api/v2/admin/nothing', status: 404, error: notFound },

  cancels('a comment', '{"comment": "stuck"}'),
  cancels('a comment that is null', '{"comment": null}'),
  cancels('an empty object', '{}'),
  cancels('null', 'null'),
  cancels('no body'),
  cancels('a charset', '{}', { 'Content-Type': 'application/vnd.api+json; charset=utf-8' }),
  cancelsNot('a JSON:API wrapper', 422, {
    body: '{"data": {"attributes": {"comment": "stuck"}}}',
    error: { title: 'invalid attribute', source: { pointer: '/data' } },
  }),
  cancelsNot('an unknown key', 422, { body: '{"coment": "stuck"}', error: { source: { pointer: '/coment' } } }),
  cancelsNot('a comment that is no string', 422, {
    body: '{"comment": 7}',
    error: { source: { pointer: '/comment' } },
  }),
  cancelsNot('an array', 422, { body: '[]' }),
  cancelsNot('malformed JSON', 400, { body: '{"comment": "stu', error: { title: 'bad request' } }),
  cancelsNot('plain JSON declared', 415, { headers: { 'Content-Type': 'application/json' }, body: '{}', ...wrongType }),
  cancelsNot('no content type', 415, { headers: {}, ...wrongType }),
  cancelsNot('an unknown run', 404, { stateful: true, path: unknownRun, error: notFound }),
  cancelsNot('a malformed run ID', 404, { stateful: true, path: malformedRun, error: notFound }),
  cancelsNot("a user's token", 404, { stateful: true, as: 'user token', error: notFound }),
  cancelsNot('no token', 401, { as: 'no token', body: '{}', error: { title: 'unauthorized' } }),
];
