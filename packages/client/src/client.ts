import type { paths } from '@tfe-admin-runs/types';
import createClient, { type Client } from 'openapi-fetch';
import { type AdminRuns, createAdminRuns } from './admin-runs.ts';
import { type Call, endpoints } from './call.ts';
import { ApiError, GuardError } from './errors.ts';
import { createTransport, type Received, type SendOptions, type TransportOptions } from './transport.ts';
import { version } from './version.ts';

const mediaType = 'application/vnd.api+json';

/** How to reach the installation. */
export interface AdminRunsClientOptions extends TransportOptions {
  /** The URL of the installation, without a path: `https://tfe.example.com`. */
  address: string;
  /**
   * The API token of a site administrator, or a function that returns it before each attempt. It is sent to the
   * installation only.
   */
  token: string | (() => string | Promise<string>);
  /**
   * Whether to reject every `forceCancel`, and every other request that is not a GET, before anything is sent.
   *
   * @default false
   */
  readOnly?: boolean | undefined;
}

/** The calls of the Admin Runs API, and the client underneath. */
export interface AdminRunsClient extends AdminRuns {
  /**
   * The typed openapi-fetch client underneath, for anything else. It has the same address, token, encoding, retries and
   * timeouts, but returns `{ data, error, response }`. Check `response.ok`: an error without a body leaves `error`
   * undefined. `parseAs` must be `json` or `text`.
   *
   * @see https://openapi-ts.dev/openapi-fetch/
   */
  api: Client<Plain<paths>, typeof mediaType>;
}

/**
 * An open enum, `RunStatus | (string & {})`, as plain `string`: the types of openapi-fetch would turn it into an object.
 *
 * @see https://github.com/openapi-ts/openapi-typescript/issues/2620
 */
type Plain<T> = T extends string ? (string extends T ? string : T) : { [K in keyof T]: Plain<T[K]> };

/** `api.GET` and `api.POST` for any path, with the body of a success as text. */
type UntypedCall = (path: string, init: object) => Promise<{ data?: string; error?: unknown; response: Response }>;

/**
 * Creates a client of the Admin Runs API of one Terraform Enterprise installation. It sends nothing before the first call.
 *
 * @throws {TypeError} if an option is not valid. A token that is not valid is reported by the calls.
 * @see https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs
 */
export function createAdminRunsClient(options: AdminRunsClientOptions): AdminRunsClient {
  const { address, token, readOnly, ...transportOptions } = options;
  const origin = originOf(address);

  async function authorize({ headers, url }: Request): Promise<string> {
    // A call of `api` can have a different `baseUrl`.
    if (!url.startsWith(`${origin}/`)) throw new TypeError(`the token is for ${origin} only`);
    const value = typeof token === 'function' ? await token() : token;
    // `Headers` would reject it too, but quote it.
    if (!/^[!-~]+$/.test(value ?? '')) throw new TypeError('token is not an API token');
    headers.set('Authorization', `Bearer ${value}`);
    return value;
  }

  const transport = createTransport(authorize, transportOptions);

  async function send(request: Request, options: SendOptions): Promise<Received> {
    if (readOnly && request.method !== 'GET') throw new GuardError('read-only', 'this client');
    return transport(request, options);
  }

  const api = createClient<Plain<paths>, typeof mediaType>({
    baseUrl: origin,
    // No endpoint redirects, the token must not be sent elsewhere, and a POST would become a GET (decisions/0011).
    redirect: 'manual',
    // The check before a force-cancel must not come from a cache. Cloudflare's runtime has no such option, and rejects it, if
    // its compatibility date is before November 2024.
    ...('cache' in Request.prototype && { cache: 'no-store' }),
    headers: {
      Accept: mediaType,
      // The platform requires it on a POST without a body too.
      'Content-Type': mediaType,
      ...(isBrowser() ? {} : headersOutsideBrowsers),
    },
    querySerializer: serializeQuery,
    fetch: async (request) => (await send(request, { signal: request.signal })).response,
  });

  const call: Call = async (id, { path, query, body }, { signal, precheck }) => {
    const { method, path: template } = endpoints[id];
    let token = '';

    async function fetch(request: Request): Promise<Response> {
      const received = await send(request, { signal, precheck });
      token = received.token;
      return received.response;
    }

    const { data, error, response } = await (api[method] as UntypedCall)(template, {
      params: { path, query },
      body,
      parseAs: 'text',
      // Not `init.signal`: a Request leaves a listener on its signal until it is garbage collected.
      fetch,
    });
    // openapi-fetch has parsed the body of an error if it is JSON, but not the body of a success.
    const document = response.ok ? parse(data) : error;
    if (response.ok && isExpected(document, method)) return document as never;
    throw new ApiError({ origin, response, body: document, token, isWrite: method === 'POST' });
  };

  return { ...createAdminRuns(call), api };
}

/** Headers that a browser sets itself, or for which it would need the server's permission (CORS). */
const headersOutsideBrowsers = {
  // For caches on the way. Node and browsers derive it from `cache`, Deno and Bun do not.
  'Cache-Control': 'no-cache',
  'User-Agent': `tfe-admin-runs/${version}`,
};

/** Pages and workers in a browser have a location, servers do not. */
function isBrowser(): boolean {
  return Boolean(globalThis.location);
}

/** @internal The origin of an installation's URL. */
export function originOf(address: string): string {
  // Not quoted in the message: it may contain a password.
  if (!/^https?:\/\/[^\s/?#@\\]+\/?$/i.test(address))
    throw new TypeError('address must be like https://tfe.example.com');
  return new URL(address).origin;
}

/** Leaves out empty parameters, and joins lists with commas. */
function serializeQuery(query: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = String(value ?? '');
    if (text !== '') parameters.set(name, text);
  }
  return parameters.toString();
}

/** The value of a JSON text, or the text itself if it is not JSON. */
function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return text;
  }
}

/** Whether the body of a success is the requested document: a list of runs, or the canceled run. */
function isExpected(document: unknown, method: 'GET' | 'POST'): boolean {
  const { data } = Object(document) as { data?: unknown };
  if (method === 'GET') return Array.isArray(data);
  return Boolean((Object(data) as { id?: string }).id);
}
