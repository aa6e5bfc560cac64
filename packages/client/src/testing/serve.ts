import { createServer, type RequestListener } from 'node:http';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { onTestFinished } from 'vitest';
import { type AdminRunsClientOptions, createAdminRunsClient } from '../index.ts';
import { token } from './stub.ts';

/** A client of an HTTP server that is closed when the test ends. It does not retry by default. */
export async function serve(listener: RequestListener, options: Partial<AdminRunsClientOptions> = {}) {
  const server = createServer(listener);
  onTestFinished(() => void server.close().closeAllConnections());
  const address = await listenOnLoopback(server);
  return { server, address, client: createAdminRunsClient({ address, token, retries: 0, ...options }) };
}
