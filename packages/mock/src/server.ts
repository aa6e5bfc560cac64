import {
  type Answer,
  failure,
  type HttpRequest,
  type Listening,
  listen as listenHttp,
  mediaType,
  type RecordedRequest,
  toRecord,
  withCors,
} from '@tfe-admin-runs/http';
import { createAnswerer } from './answer.ts';
import { createEngine } from './engine.ts';
import { readOperations } from './operations.ts';

export interface ListenOptions {
  port: number;
  host: string;
  /** Called with each request and its answer, just before the answer is sent. */
  record?: ((request: RecordedRequest, answer: Answer) => void) | undefined;
}

let answerer: ReturnType<typeof createAnswerer> | undefined;

/** Listens on an address. Rejects with Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot. */
export const listen = ({ port, host, record }: ListenOptions): Promise<Listening> => {
  // One for all the mocks of a process: it holds no state but compiled schemas.
  answerer ??= createAnswerer(readOperations(), createEngine());
  const answer = answerer;

  const respond = async (request: HttpRequest): Promise<Answer> => {
    if (request.path === '/_health') return health;
    const result = await answer(request).catch((error: Error) => failure(500, { detail: error.message }));
    record?.(toRecord(request, result.status), result);
    return result;
  };

  return listenHttp({ port, host, answer: withCors(respond, () => true) });
};

const health: Answer = { status: 200, headers: { 'content-type': mediaType }, body: { meta: { status: 'ok' } } };
