import { setTimeout } from 'node:timers/promises';
import { type Answer, type ErrorObject, mediaType, titleOf } from '@tfe-admin-runs/http';
import { facts } from './document.ts';

/** How the next answers of an operation are to fail. */
export interface Fault {
  /** The operation, by the document's `operationId`: `listAdminRuns` or `forceCancelAdminRun`. */
  operation: string;
  /** The status of the answer, 400 to 599. Absent: the right answer after all, after the `delay`. */
  status?: number;
  /** How many answers fail so, 1 by default. The request is not carried out if there is a `status`. */
  times?: number;
  /** Milliseconds before the answer, 0 to 60,000; 0 by default. */
  delay?: number;
  /** Further headers of an answer that has a `status`, such as `{ 'retry-after': '2' }`; none by default. */
  headers?: Record<string, string>;
}

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const waiting: (Fault & { left: number })[] = [];

  /** The failure that the next answer of this operation is to be; it may turn out that it was only to be late. */
  function take(operation: string): Promise<Answer | undefined> | undefined {
    if (waiting.length === 0) return undefined;
    const fault = waiting.find((each) => each.operation === operation);
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left === 0) waiting.splice(waiting.indexOf(fault), 1);
    return fail(fault);
  }

  return {
    take,
    add({ headers = {}, ...fault }: Fault) {
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      waiting.push({ ...fault, headers: Object.fromEntries(lower), left: fault.times ?? 1 });
    },
    clear: () => void waiting.splice(0),
  };
}

async function fail({ status, delay = 0, headers = {} }: Fault): Promise<Answer | undefined> {
  // Whoever closes the server does not wait for this.
  if (delay > 0) await setTimeout(delay, undefined, { ref: false });
  if (status === undefined) return undefined;
  const own = Object.values(facts.errors).find((error) => error.status === String(status));
  const { title = titleOf(status), detail } = own ?? {};
  const requestDependent = own?.source !== undefined || [400, 422].includes(status);
  const error: ErrorObject = { status: String(status), title, ...(detail && !requestDependent && { detail }) };
  return { status, headers: { 'content-type': mediaType, ...headers }, body: { errors: [error] } };
}
