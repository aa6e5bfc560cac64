import type { HttpRequest } from '@tfe-admin-runs/http';
import type { PageLinks } from '@tfe-admin-runs/types';

/** A name or an IPv4 address, or an IPv6 address in brackets; and a port. Anything else could lead a client elsewhere. */
const validHost = /^(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}])(?::\d{1,5})?$/i;

/** The origin where the client reached this server, `http://HOST`; undefined if the `Host` is not valid. */
export function originOf({ headers }: HttpRequest, trustProxy: boolean): string | undefined {
  const forwardedHost = trustProxy ? firstOf(headers['x-forwarded-host']) : undefined;
  const forwardedProto = trustProxy ? firstOf(headers['x-forwarded-proto'])?.toLowerCase() : undefined;
  const host = forwardedHost !== undefined && validHost.test(forwardedHost) ? forwardedHost : headers.host;
  if (host === undefined || !validHost.test(host)) return undefined;
  return `${forwardedProto === 'https' ? 'https' : 'http'}://${host}`;
}

/** Several proxies make a list: the first is the one that the client reached. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const [first = ''] = String(header ?? '').split(',', 1);
  return first.trim() || undefined;
}

export interface Page {
  number: number;
  size: number;
  /** The number of runs that match. */
  total: number;
}

/** The pages around a page. `prev` of a page past the end is the last page that has runs. */
export function positionOf({ number, size, total }: Page) {
  const pages = Math.ceil(total / size);
  return {
    pages,
    prev: number > 1 && pages > 0 ? Math.min(number - 1, pages) : null,
    next: number < pages ? number + 1 : null,
  };
}

/** The URLs of a listing's pages. They keep every parameter of the request, also those that are ignored. */
export function linksOf(url: string, search: URLSearchParams, page: Page): PageLinks {
  const kept = [...search].filter(([name]) => name !== 'page[number]' && name !== 'page[size]');
  const prefix = kept.map(([name, value]) => `${encode(name)}=${encode(value)}&`).join('');
  function at(number: number): string {
    return `${url}?${prefix}page%5Bnumber%5D=${number}&page%5Bsize%5D=${page.size}`;
  }
  const { pages, prev, next } = positionOf(page);
  return {
    self: at(page.number),
    first: at(1),
    prev: prev === null ? null : at(prev),
    next: next === null ? null : at(next),
    last: at(Math.max(pages, 1)),
  };
}

/** Percent-encodes, but keeps the characters that a query may hold as they are. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(2C|3A|2F)/g, (escaped) => decodeURIComponent(escaped));
}
