import {
  errorResponse,
  type HttpRequest,
  type HttpResponse,
  jsonApiResponse,
  type Listening,
  serve,
  withCors,
} from '@tfe-admin-runs/http';
import { createEngine } from './engine.ts';
import { readOperations } from './files.ts';
import { createRespond, type Respond } from './respond.ts';

export interface ListenOptions {
  port: number;
  host: string;
  /** Called with each request and its response, just before the response is sent. */
  onResponse?: ((request: HttpRequest, response: HttpResponse) => void) | undefined;
}

const health = jsonApiResponse(200, { meta: { status: 'ok' } });

/** Shared by all mocks of a process: it has no state but compiled schemas. */
let sharedRespond: Respond | undefined;

/** Starts a mock on an address. Rejects with Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot listen there. */
export function listen({ port, host, onResponse }: ListenOptions): Promise<Listening> {
  sharedRespond ??= createRespond(readOperations(), createEngine());
  const respond = sharedRespond;

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    if (request.path === '/_health') return health;
    const response = await respond(request).catch((error: Error) => errorResponse(500, { detail: error.message }));
    onResponse?.(request, response);
    return response;
  }

  return serve({ port, host, handle: withCors(handle, () => true) });
}
