import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net';

/** Occupies a port until `free` is called. */
export async function takePort(port = 0): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer();
  await listenOnLoopback(server, port);
  const taken = (server.address() as AddressInfo).port;
  return { port: taken, free: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const { port, free } = await takePort();
  await free();
  return port;
}

/** Listens on the loopback address, and returns the URL. */
export async function listenOnLoopback(server: Server | SecureServer | TcpServer, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
