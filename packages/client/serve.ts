// A real server for the tests of this package; no part of the build.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type AdminRunsClientOptions, createAdminRunsClient } from './src/index.ts';
import { token } from './stub.ts';

/** A client of a real server on this machine, which is gone when the test ends. It does not retry unless told to. */
export async function serve(listener: RequestListener, options: Partial<AdminRunsClientOptions> = {}) {
  const server = createServer(listener);
  const address = await listen(server);
  return { server, address, client: createAdminRunsClient({ address, token, retries: 0, ...options }) };
}

/** Where a server listens until the test ends. */
export async function listen(server: Server | SecureServer, scheme = 'http') {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
