import { operationIdOf, violations } from '@tfe-admin-runs/testing/document';
import { type Received, type Sent, send } from '@tfe-admin-runs/testing/send';
import type { Run, RunPage } from '@tfe-admin-runs/types';
import { expect } from 'vitest';
import type { Server } from '../server.ts';

export const runs = '/api/v2/admin/runs';
export const type = 'application/vnd.api+json';

/** Sends a request, by default with the administrator's token, and validates the response against the document. */
export async function ask(server: Pick<Server, 'url' | 'adminToken'>, sent: Sent): Promise<Received> {
  const headers = { authorization: `Bearer ${server.adminToken}`, ...sent.headers };
  const received = await send(server.url, { ...sent, headers });
  const { method = 'GET' } = sent;
  // Of an endpoint that is not in the document, only the errors have a documented form.
  if (received.body === '' || (!operationIdOf(method, sent.path) && received.status < 400)) return received;
  expect(received.headers['content-type']).toBe(type);
  expect(violations(method, sent.path, received.status, JSON.parse(received.body))).toBeUndefined();
  return received;
}

/** Lists runs. The query must be valid. */
export async function list(server: Server, query = ''): Promise<RunPage> {
  const { status, body } = await ask(server, { path: runs + query });
  expect(status, body).toBe(200);
  return JSON.parse(body);
}

/** The IDs of the runs that a query finds. */
export async function idsOf(server: Server, query: string): Promise<string[]> {
  return (await list(server, query)).data.map(({ id }: Run) => id);
}

export async function cancel(server: Server, id: string, body?: string, headers: Record<string, string> = {}) {
  const path = `${runs}/${id}/actions/force-cancel`;
  const sent = {
    method: 'POST',
    path,
    headers: { 'content-type': type, ...headers },
    ...(body !== undefined && { body }),
  };
  const { status, body: text } = await ask(server, sent);
  return { status, document: JSON.parse(text) };
}

export function errorOf({ body }: Received) {
  return JSON.parse(body).errors[0];
}
