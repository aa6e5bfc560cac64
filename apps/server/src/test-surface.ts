import { isIPv4 } from 'node:net';
import {
  type Answer,
  explainBody,
  failure,
  type HttpRequest,
  parseJson,
  type RecordedRequest,
  titleOf,
} from '@tfe-admin-runs/http';
import type { Run } from '@tfe-admin-runs/types';
import { checkOf, facts } from './document.ts';
import type { Fault } from './faults.ts';
import type { NewRun } from './new-run.ts';
import { answer } from './runs.ts';

/** What tests do to a server, by functions and over HTTP alike. */
export interface TestFunctions {
  reset: () => void;
  createRun: (run?: NewRun) => Run;
  addFault: (fault: Fault) => void;
  requests: readonly RecordedRequest[];
}

/** Of a body or of arguments that are wrong: what is wrong with them. */
export class InvalidArgument extends TypeError {
  override name = 'InvalidArgument';
  /** One for each thing that is wrong. */
  readonly faults: { detail: string; source?: object }[];
  constructor(faults: { detail: string; source?: object }[]) {
    super(faults.map(({ detail }) => detail).join('; '));
    this.faults = faults;
  }
}

const checks = { newRun: checkOf('newRun'), newFault: checkOf('newFault') };

/** Throws an `InvalidArgument` unless it is what the function takes. */
export function assertValid(kind: keyof typeof checks, value: unknown): void {
  const faults = explainBody(checks[kind](value));
  if (faults.length > 0) throw new InvalidArgument(faults);
}

export function assertOperation(operation: string): void {
  const known = facts.operations.map(({ operationId }) => operationId);
  if (known.includes(operation)) return;
  const detail = `operation must be one of ${known.join(', ')}`;
  throw new InvalidArgument([{ detail, source: { pointer: '/operation' } }]);
}

/** Whether an address can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Answers what is below `/_test/`. */
export function createTestSurface(functions: TestFunctions): (request: HttpRequest) => Answer {
  const routes: Record<string, (body: unknown) => Answer> = {
    'POST /_test/reset': () => {
      functions.reset();
      return { status: 204, headers: {}, body: undefined };
    },
    'POST /_test/runs': (body) => answer(201, { data: functions.createRun(body as NewRun) }),
    'POST /_test/faults': (body) => {
      functions.addFault(body as Fault);
      return { status: 204, headers: {}, body: undefined };
    },
    'GET /_test/requests': () => answer(200, { meta: { requests: functions.requests } }),
  };

  return ({ method, path, headers, body }) => {
    // A page in a browser on this machine reaches the loopback address too, and browsers say where a page is from.
    const route = headers.origin === undefined ? routes[`${method} ${path}`] : undefined;
    if (!route) return failure(404, { detail: `the test surface has ${Object.keys(routes).join(', ')}` });
    const json = parseJson(body ?? Buffer.from('too long'));
    if ('problem' in json) return failure(400, { detail: `the body is not JSON: ${json.problem}` });
    try {
      return route(json.value);
    } catch (error) {
      if (!(error instanceof InvalidArgument)) throw error;
      const errors = error.faults.map((fault) => ({ status: '422', title: titleOf(422), ...fault }));
      return answer(422, { errors });
    }
  };
}
