import type { HttpRequest } from '@tfe-admin-runs/http';
import type { PageLinks } from '@tfe-admin-runs/types';

/** Letters, digits, dots and hyphens, or an IPv6 address in brackets; and a port. What is no host could lead elsewhere. */
const host = /^(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}])(?::\d{1,5})?$/i;

/** Where the client finds this server, `http://HOST`; undefined if its `Host` is none. */
export function originOf({ headers }: HttpRequest, trustProxy: boolean): string | undefined {
  const forwardedHost = trustProxy ? first(headers['x-forwarded-host']) : undefined;
  const forwardedProto = trustProxy ? first(headers['x-forwarded-proto'])?.toLowerCase() : undefined;
  const name = forwardedHost !== undefined && host.test(forwardedHost) ? forwardedHost : headers.host;
  if (name === undefined || !host.test(name)) return undefined;
  return `${forwardedProto === 'https' ? 'https' : 'http'}://${name}`;
}

/** Of several proxies, the one that the client spoke to comes first. */
function first(header: string | string[] | undefined): string | undefined {
  return (
    String(header ?? '')
      .split(',', 1)[0]
      ?.trim() || undefined
  );
}

export interface Page {
  number: number;
  size: number;
  /** Of runs that match. */
  total: number;
}

/** Where a page is among the others. `prev` of a page past the end is the last page that has runs. */
export function positionOf({ number, size, total }: Page) {
  const pages = Math.ceil(total / size);
  return {
    pages,
    prev: number > 1 && pages > 0 ? Math.min(number - 1, pages) : null,
    next: number < pages ? number + 1 : null,
  };
}

/** The addresses of a listing's pages, with every parameter of the request kept, those that mean nothing here too. */
export function linksOf(base: string, query: URLSearchParams, page: Page): PageLinks {
  const kept = [...query].filter(([name]) => name !== 'page[number]' && name !== 'page[size]');
  const search = kept.map(([name, value]) => `${encode(name)}=${encode(value)}&`).join('');
  function at(number: number): string {
    return `${base}?${search}page%5Bnumber%5D=${number}&page%5Bsize%5D=${page.size}`;
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

/** What a query may hold as it is stays readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(2C|3A|2F)/g, (escaped) => decodeURIComponent(escaped));
}
