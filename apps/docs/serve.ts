import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sirv from 'sirv';

export interface ServeOptions {
  /** TCP port; 0 takes a free one. Default 8081. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1, which no other machine reaches. */
  host?: string;
  /** Folder to serve. Default the built reference. */
  folder?: string;
}

export interface DocsServer {
  url: string;
  close(): Promise<void>;
}

const built = fileURLToPath(new URL('dist', import.meta.url));

/** Serves the built reference; resolves when it answers, and rejects with Node's own error if it cannot listen. */
export async function serveDocs({ port = 8081, host = '127.0.0.1', folder = built }: ServeOptions = {}) {
  if (!existsSync(`${folder}/index.html`)) throw new Error('The reference is not built: run `npm run build` first.');

  // `dev` reads files anew each time, so that a rebuild shows at the next reload.
  const server = createServer(sirv(folder, { dev: true }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // A browser keeps its connections open, and would keep the process with them.
      server.closeAllConnections();
      await closed;
    },
  } satisfies DocsServer;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port is a number from 0 to 65535, not "${text}".`);
  return port;
}

if (import.meta.main) {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
    const docs = await serveDocs({
      ...(values.port !== undefined && { port: portOf(values.port) }),
      ...(values.host !== undefined && { host: values.host }),
    });
    console.log(`The reference: ${docs.url} (Ctrl-C stops it)`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void docs.close());
  } catch (error) {
    const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
    console.error(code === 'EADDRINUSE' ? `Port ${port} is taken; choose another by --port.` : message);
    process.exitCode = 1;
  }
}
