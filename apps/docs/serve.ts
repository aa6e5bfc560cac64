import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createCommandLine, ignoreClosedOutputs, onStopSignals } from '@tfe-admin-runs/command';
import { type Listening, listen } from '@tfe-admin-runs/http';
import serveStatic from 'serve-static';

interface ServeOptions {
  /** 0 picks a free one. */
  port: number;
  /** `127.0.0.1` by default: only this machine can connect. */
  host?: string;
  /** The folder to serve; the built site by default. */
  folder?: string;
}

const built = fileURLToPath(new URL('dist', import.meta.url));

/** Serves the built site. Rejects with Node's own error if it cannot listen on the address. */
export async function serveDocs({ port, host = '127.0.0.1', folder = built }: ServeOptions): Promise<Listening> {
  if (!existsSync(`${folder}/index.html`)) throw new Error('The site is not built: run `npm run build` first.');
  // A rebuild shows at the next reload.
  const serveFile = serveStatic(folder, { cacheControl: false });
  const server = createServer((request, response) => {
    serveFile(request, response, (error: { status?: number } | undefined) => {
      response.statusCode = error?.status ?? 404;
      response.setHeader('Content-Type', 'text/plain');
      response.end(`${request.url} is not a file of the site.\n`);
    });
  });
  return listen(server, { port, host });
}

if (import.meta.main) {
  ignoreClosedOutputs();
  const { fail, readOptions, readPort, failToListen } = createCommandLine('npm run docs --');
  const { port: portText, host } = readOptions(process.argv.slice(2), {
    port: { type: 'string', default: '8081' },
    host: { type: 'string', default: '127.0.0.1' },
  });
  const port = readPort('--port', portText);
  const docs = await serveDocs({ port, host }).catch((error: NodeJS.ErrnoException) =>
    error.code ? failToListen(error, { port, host }) : fail(error.message),
  );
  console.log(`The site: ${docs.url} (Ctrl-C stops it)`);
  onStopSignals(() => void docs.close());
}
