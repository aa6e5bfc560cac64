import type { paths } from '@tfe-admin-runs/types';
import createClient, { type Client } from 'openapi-fetch';
import { type AdminRuns, adminRuns } from './admin-runs.ts';
import { ApiError, ConnectionError } from './errors.ts';
import { version } from './version.ts';

const mediaType = 'application/vnd.api+json';

export interface AdminRunsClientOptions {
  /** The installation's URL, without a path: `https://tfe.example.com`. */
  address: string;
  /** A site administrator's API token, or a function that is asked for it before each request. */
  token: string | (() => string | Promise<string>);
  /** What sends the requests; default: the global `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

export interface AdminRunsClient extends AdminRuns {
  /**
   * The typed openapi-fetch client underneath, for whatever else: same address, token and wire form, but its own results,
   * `{ data, error, response }`. Look at `response.ok`: an empty error leaves `error` undefined.
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

/** @internal One call of the API: sends it, and gives the document that came back or throws. */
export type Call = <T extends { data: unknown }>(
  send: (
    api: AdminRunsClient['api'],
    base: { headers: { Authorization: string }; parseAs: 'text'; signal: AbortSignal | null },
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>,
  signal?: AbortSignal | null,
) => Promise<T>;

/**
 * A client of the Admin Runs API of one Terraform Enterprise installation. Nothing is sent before the first call.
 *
 * @throws {TypeError} if `address` is no URL of an installation. (The calls throw it if the token can be none.)
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export function createAdminRunsClient({ address, token, fetch }: AdminRunsClientOptions): AdminRunsClient {
  // Not repeated in the message: it may hold a password.
  if (!/^https?:\/\/[^\s/?#@\\]+\/?$/i.test(address)) {
    throw new TypeError('address must be like https://tfe.example.com, without a path');
  }
  const { origin } = new URL(address);
  async function authorization() {
    const value = typeof token === 'function' ? await token() : token;
    // `Headers` would refuse it too, but print it.
    if (!/^[!-~]+$/.test(value ?? '')) throw new TypeError('token must be an API token, without blanks');
    return `Bearer ${value}`;
  }

  const api = createClient<Plain<paths>, typeof mediaType>({
    baseUrl: origin,
    // Never followed: no endpoint redirects, the token must not travel, and a POST would come out as a GET.
    redirect: 'manual',
    headers: {
      Accept: mediaType,
      // Browsers, which alone have a location, ignore it or ask the server's leave for it.
      ...(globalThis.location ? {} : { 'User-Agent': `tfe-admin-runs/${version}` }),
    },
    querySerializer(query: Record<string, unknown>) {
      const params = new URLSearchParams();
      for (const name in query) {
        const text = String(query[name] ?? ''); // an array is joined by commas
        if (text) params.append(name, text);
      }
      return String(params);
    },
    async fetch(request) {
      const { headers, method } = request;
      if (!headers.has('Authorization')) headers.set('Authorization', await authorization());
      // The platform wants it on a POST without a body too.
      if (method !== 'GET') headers.set('Content-Type', mediaType);
      return (fetch ?? globalThis.fetch)(request);
    },
  });

  const call: Call = async (send, signal = null) => {
    const headers = { Authorization: await authorization() };
    const { data, error, response } = await send(api, { headers, parseAs: 'text', signal }).catch((cause) => {
      signal?.throwIfAborted();
      throw new ConnectionError(origin, cause);
    });
    let document: { data?: unknown } | null | undefined;
    try {
      document = JSON.parse(data as string);
    } catch {}
    if (document?.data) return document as never;
    throw new ApiError(origin, response, document ?? data ?? error);
  };

  return { ...adminRuns(call), api };
}
