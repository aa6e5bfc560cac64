import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, Server as TcpServer } from 'node:net';

export interface Address {
  /** 0 picks a free port. */
  port: number;
  host: string;
}

export interface Listening {
  /** `http://HOST:PORT`, without a trailing slash. */
  url: string;
  /**
   * Accepts no further connection, lets requests in flight finish for `grace` milliseconds (0 by default), and closes
   * the connections that are still open then. May be called twice.
   */
  close: (grace?: number) => Promise<void>;
}

/**
 * Listens on an address.
 *
 * @throws {TypeError} if the port or the host is not valid.
 * @throws Node's own error (`EADDRINUSE`, `EACCES`, …) if it cannot listen there.
 */
export async function listen(server: Server, { port, host }: Address): Promise<Listening> {
  // Node treats a non-numeric port as a Unix socket path, and an empty host as all interfaces.
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`port must be 0 to 65535, not ${port}`);
  if (typeof host !== 'string' || host === '') throw new TypeError(`host must be an address, not ${host}`);

  server.listen(port, host);
  await once(server, 'listening');
  // Later errors are about one connection, such as EMFILE when it is accepted: they must not end the process.
  server.on('error', () => {});
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(server.address() as AddressInfo),
    close(grace = 0) {
      closed ??= close(server, grace);
      return closed;
    },
  };
}

/** Binds an address and releases it. Rejects as `listen` does if that is not possible. */
export async function assertFree(address: Address): Promise<void> {
  const { close } = await listen(createServer(), address);
  await close();
}

function urlOf({ address, family, port }: AddressInfo): string {
  const host = family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** How long an idle connection may stay open, in milliseconds: its client may just be sending a request. */
const idleGrace = 200;

function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const timers = [
      setTimeout(() => server.closeIdleConnections(), Math.min(idleGrace, grace)),
      setTimeout(() => server.closeAllConnections(), grace),
    ];
    // Not `close` of the HTTP server, which closes idle connections immediately.
    TcpServer.prototype.close.call(server, () => {
      for (const timer of timers) clearTimeout(timer);
      resolve();
    });
    if (grace === 0) server.closeAllConnections();
  });
}
