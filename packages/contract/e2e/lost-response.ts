// A force-cancel whose response is lost: the program, the proxy that drops the response, and the expected result.
import { createServer, request } from 'node:http';
import type { Server } from '@tfe-admin-runs/server';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { expect, onTestFinished } from 'vitest';

/** Force-cancels a run, and reports the error. It lists first, so that the connection was used before. */
export const lostResponseProgram = `
  import { createAdminRunsClient } from '@tfe-admin-runs/client';
  export async function loseResponse({ report, ...options }) {
    const client = createAdminRunsClient(options);
    const { data } = await client.list({ status: ['planning'] });
    await client.forceCancel(data[0].id).catch(({ name, message }) => report(name + ': ' + message));
  }`;

/** The address of a proxy that forwards everything, and cuts the connection when the response to a POST arrives. */
export function droppingProxy(target: string): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, socket } = incoming;
    const forward = request(target + incoming.url, { method, headers }, (response) => {
      if (method === 'POST') return void response.resume().once('end', () => socket.destroy());
      outgoing.writeHead(response.statusCode as number, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(forward);
  });
  onTestFinished(() => void proxy.close().closeAllConnections());
  return listenOnLoopback(proxy);
}

/**
 * The client sends a force-cancel once. Some runtimes send it again themselves when a reused connection is cut, and the
 * platform rejects the second one.
 */
export function expectOneCancel({ requests }: Server, reported: string[], again: boolean) {
  const statuses = requests.filter(({ method }) => method === 'POST').map(({ status }) => status);
  expect(again ? statuses.filter((status) => status !== 409) : statuses).toEqual([200]);
  expect(reported.join('\n')).toMatch(
    statuses.length === 1
      ? /ConnectionError: No response from .*\. The run may have been canceled/
      : /(ApiError: .* responded with 409: .* \(the run is final\)|The run may have been canceled)/,
  );
}
