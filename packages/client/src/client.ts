import type { paths } from '@tfe-admin-runs/types';
import createClient, { type Client } from 'openapi-fetch';
import { type AdminRuns, adminRuns } from './admin-runs.ts';
import type { Call } from './call.ts';
import { ApiError } from './errors.ts';
import { createTransport, type TransportOptions } from './transport.ts';
import { version } from './version.ts';

const mediaType = 'application/vnd.api+json';

/** How to reach the installation. */
export interface AdminRunsClientOptions extends TransportOptions {
  /** The installation's URL, without a path: `https://tfe.example.com`. */
  address: string;
  /** A site administrator's API token, or a function that is asked for it before each attempt. It goes nowhere else. */
  token: string | (() => string | Promise<string>);
}

/** The calls of the Admin Runs API, and the client underneath. */
export interface AdminRunsClient extends AdminRuns {
  /**
   * The typed openapi-fetch client underneath, for whatever else: same address, token (also if a call brings another),
   * wire form, retries and time-outs, but its own results, `{ data, error, response }`. Look at `response.ok`: an empty
   * error leaves `error` undefined. `parseAs` can be `json` or `text` alone.
   *
   * @see https://openapi-ts.dev/openapi-fetch/
   */
  api: Client<Plain<paths>, typeof mediaType>;
}

/**
 * An open enum, `RunStatus | (string & {})`, as plain `string`: openapi-fetch would make an object of it.
 *
 * @see https://github.com/openapi-ts/openapi-typescript/issues/2620
 */
type Plain<T> = T extends string ? (string extends T ? string : T) : { [K in keyof T]: Plain<T[K]> };

type Untyped = (path: string, init: object) => Promise<{ data?: string; error?: Document; response: Response }>;
type Document = { data?: { id?: string } } | null;

/**
 * A client of the Admin Runs API of one Terraform Enterprise installation. Nothing is sent before the first call.
 *
 * @throws {TypeError} if `address` is no URL of an installation. (The calls throw it if the token can be none.)
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export function createAdminRunsClient({ address, token, ...options }: AdminRunsClientOptions): AdminRunsClient {
  // Not repeated in the message: it may hold a password.
  if (!/^https?:\/\/[^\s/?#@\\]+\/?$/i.test(address)) {
    throw new TypeError('address must be like https://tfe.example.com');
  }
  const { origin } = new URL(address);
  const send = createTransport(async ({ headers, url }) => {
    // A call of `api` may have a `baseUrl` of its own.
    if (!url.startsWith(`${origin}/`)) throw new TypeError(`the token is for ${origin} alone`);
    const value = typeof token === 'function' ? await token() : token;
    // `Headers` would refuse it too, but print it.
    if (!/^[!-~]+$/.test(value ?? '')) throw new TypeError('token is no API token');
    headers.set('Authorization', `Bearer ${value}`);
    return value;
  }, options);

  const api = createClient<Plain<paths>, typeof mediaType>({
    baseUrl: origin,
    // Never followed: no endpoint redirects, the token must not travel, and a POST would come out as a GET.
    redirect: 'manual',
    headers: {
      Accept: mediaType,
      // The platform wants it on a POST without a body too, and its own examples have it everywhere.
      'Content-Type': mediaType,
      // Browsers, which alone have a location, ignore it or ask the server's leave for it.
      'User-Agent': globalThis.location ? null : `tfe-admin-runs/${version}`,
    },
    // What is empty is left out, and an array is joined by commas.
    querySerializer(query: Record<string, unknown>) {
      const given = Object.entries(query).filter(([, value]) => `${value ?? ''}`);
      return String(new URLSearchParams(given as [string, string][]));
    },
    fetch: (request) => send(request, request.signal),
  });

  const call: Call = async (method, path, init, signal, look) => {
    const { data, error, response } = await (api[method] as Untyped)(path, {
      ...init,
      parseAs: 'text',
      // Not the signal itself: a Request leaves a listener on it until the garbage is collected.
      fetch: (request: Request) => send(request, signal, look),
    });
    let document = error;
    try {
      document = JSON.parse(data as string);
    } catch {}
    // There is no `data` if the status is an error, whatever the document has.
    const held = (data && document?.data) as { id?: string } | undefined;
    if (method === 'GET' ? Array.isArray(held) : held?.id) return document as never;
    throw new ApiError(origin, response, document ?? data, method !== 'GET');
  };

  return { ...adminRuns(call), api };
}
