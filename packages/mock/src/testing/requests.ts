import { document } from '@tfe-admin-runs/testing/document';
import type { Sent } from '@tfe-admin-runs/testing/send';
import fc from 'fast-check';
import { forceCancelPath, runs, type } from './table.ts';

/** Mostly what is right, so that requests with several parts are often right altogether. */
function mostly<T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

function listOf(right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> {
  const item = mostly(fc.constantFrom(...right), fc.oneof(fc.constantFrom(...wrong), text));
  return fc.array(item, { maxLength: 3 }).map((items) => items.join(','));
}

const text = fc.string({ unit: 'grapheme', maxLength: 10 });
const number = mostly(
  fc.integer({ min: 1, max: 100 }).map(String),
  fc.oneof(fc.constantFrom('0', '-1', '101', '1.5', '1e2', '0x10', ' 5', '+5', '007', '', 'ten', '9'.repeat(30)), text),
);
const dateParts = fc.tuple(
  mostly(
    fc.constantFrom('2016-12-31', '2024-02-29', '0001-01-01'),
    fc.constantFrom('2026-02-29', '2026-13-01', '26-1-1'),
  ),
  mostly(fc.constantFrom('T', 't'), fc.constantFrom(' ', '', 'T ')),
  mostly(
    fc.constantFrom('23:59:60', '18:59:60', '00:00:00'),
    fc.constantFrom('24:00:00', '23:60:00', '12:30:60', '1:2:3'),
  ),
  mostly(fc.constantFrom('', '.5', '.123456789'), fc.constantFrom('.', ',5')),
  mostly(
    fc.constantFrom('Z', 'z', '+00:00', '-00:00', '-05:00', '+23:59', ' 02:00'),
    fc.constantFrom('', '+24:00', '+0200', '+02', '+2:00', '+00:60', 'UTC'),
  ),
);
const date = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
  dateParts.map((parts) => parts.join('')),
  fc.constantFrom('', 'now', '2026-01-01'),
);

const otherParameter = fc.tuple(fc.oneof(fc.constantFrom('page[size]', 'q', 'Q', '__server'), text), text);
const { RunStatus, IncludePath } = document.components.schemas;
const query = fc
  .tuple(
    fc.record(
      {
        q: text,
        'filter[status]': listOf(RunStatus.enum, ['bogus', 'Planning', ' planning ', '']),
        'filter[from]': date,
        'filter[to]': date,
        'page[number]': number,
        'page[size]': number,
        include: listOf(IncludePath.enum, ['organization', 'workspace.', '']),
      },
      { requiredKeys: [] },
    ),
    mostly(fc.array(otherParameter, { maxLength: 0 }), fc.array(otherParameter, { minLength: 1, maxLength: 3 })),
    fc.constantFrom(encodeURIComponent, withRawBrackets, withPlusForBlank),
  )
  .map(([parameters, more, encode]) =>
    [...Object.entries(parameters), ...more].map((pair) => pair.map(encode).join('=')).join('&'),
  );

function withRawBrackets(part: string): string {
  return encodeURIComponent(part).replaceAll('%5B', '[').replaceAll('%5D', ']').replaceAll('%2C', ',');
}

function withPlusForBlank(part: string): string {
  return encodeURIComponent(part).replaceAll('%20', '+');
}

const authorization = mostly(
  fc.constant('Bearer any'),
  fc.constantFrom('bearer any', 'BEARER any', '', 'Bearer', 'Bearer a b', 'Basic eDp5', 'any'),
);
const accept = mostly(fc.constantFrom('*/*', type), fc.constantFrom('application/json', 'text/html'));
const contentType = mostly(
  fc.constantFrom(type, type.toUpperCase(), `${type}; charset=utf-8`),
  fc.constantFrom('', 'application/json', 'application/*+json', 'text/plain', `${type}2`, `${type}; charset="`),
);
const body = mostly(
  fc.constantFrom('null', '{}', '{"comment":null}', '{"comment":"stuck"}'),
  fc.oneof(fc.constantFrom('{', '{"comment":7}', '{"data":{}}', '""', '0', 'false', '\ufeff{}'), fc.json()),
);
const runId = mostly(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).map(encodeURIComponent),
  fc.constantFrom('', '.', '..', '%2e%2E', '%zz', '%ff', 'a%2Fb', '{run_id}'),
);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS');
const otherPath = fc.constantFrom(runs, forceCancelPath, `${runs}/`, `/${runs}`, '/api/v2/admin', '/admin/runs');

/** The parts of a request. An undefined part is not sent. */
interface Parts {
  method: string;
  path: string;
  query?: string | undefined;
  authorization: string | undefined;
  accept?: string | undefined;
  contentType?: string | undefined;
  body?: string | undefined;
}

function sometimes<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return mostly(fc.constant(undefined), part);
}

function usually<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return mostly(part, fc.constant(undefined));
}

const parts: fc.Arbitrary<Parts> = fc.oneof(
  fc.record({
    method: mostly(fc.constant('GET'), method),
    path: mostly(fc.constant(runs), otherPath),
    query,
    authorization: usually(authorization),
    accept: sometimes(accept),
    contentType: sometimes(contentType),
    body: sometimes(body),
  }),
  fc.record({
    method: mostly(fc.constant('POST'), method),
    path: mostly(
      runId.map((id) => `${runs}/${id}/actions/force-cancel`),
      otherPath,
    ),
    query: sometimes(query),
    authorization: usually(authorization),
    accept: sometimes(accept),
    contentType: usually(contentType),
    body: fc.option(body, { nil: undefined }),
  }),
);

function toSent({ method, path, query, authorization, accept, contentType, body }: Parts): Sent {
  return {
    method,
    path: query ? `${path}?${query}` : path,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(accept !== undefined && { accept }),
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body !== undefined && { body }),
  };
}

/** Requests that are right about as often as wrong: each part is right nine times of ten. */
export const requests: fc.Arbitrary<Sent> = parts.map(toSent);
