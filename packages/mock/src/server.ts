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
import { type CheckedResponse, createRespond, type Respond } from './respond.ts';

export interface ListenOptions {
  port: number;
  host: string;
  /** Called with each request and its response, just before the response is sent. */
  onResponse?: ((request: HttpRequest, response: CheckedResponse) => void) | undefined;
  /** Responds to requests: with the examples of the document, unless it is set. */
  respond?: Respond | undefined;
}

const health = jsonApiResponse(200, { meta: { status: 'ok' } });

/** Shared by all mocks of a process: it has no state but compiled schemas. */
let sharedRespond: Respond | undefined;

function respondWithExamples(): Respond {
  sharedRespond ??= createRespond(readOperations(), createEngine());
  return sharedRespond;
}

function internalError({ message }: Error): CheckedResponse {
  return { ...errorResponse(500, { detail: message }), problems: [] };
}

/** Starts a mock on an address. Rejects with Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot listen there. */
export function listen({ port, host, onResponse, respond = respondWithExamples() }: ListenOptions): Promise<Listening> {
  async function handle(request: HttpRequest): Promise<HttpResponse> {
    if (request.path === '/_health') return health;
    const response = await respond(request).catch(internalError);
    onResponse?.(request, response);
    return response;
  }

  return serve({ port, host, handle: withCors(handle, () => true) });
}
