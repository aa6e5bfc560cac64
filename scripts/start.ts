// `npm start`: the reference, the server and the mock, side by side on this machine, until Ctrl-C.
import { createCommandLine } from '@tfe-admin-runs/command';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { serveDocs } from '../apps/docs/serve.ts';

const host = '127.0.0.1';
const { readOptions, readPort, failToListen } = createCommandLine('npm start --');
const options = readOptions(process.argv.slice(2), {
  'docs-port': { type: 'string', default: '8081' },
  'server-port': { type: 'string', default: '8080' },
  'mock-port': { type: 'string', default: '4010' },
});

const docs = await open('docs-port', (port) => serveDocs({ port, host }));
const adminToken = process.env.ADMIN_TOKEN || undefined;
const userToken = process.env.USER_TOKEN || undefined;
const server = await open('server-port', (port) => startServer({ port, adminToken, userToken, testSurface: true }));
const mock = await open('mock-port', (port) => startMock({ port }));
await Promise.all([docs.url, `${server.url}/_health`, `${mock.url}/_health`].map(assertResponds));

const tokenHint = adminToken ? 'the token is $ADMIN_TOKEN' : `ADMIN_TOKEN=${server.adminToken}`;
console.log(`
The reference:  ${docs.url}
The server:     ${server.url}   (keeps state, in memory; ${tokenHint})
The mock:       ${mock.url}   (strict, stateless; accepts any token)

Try it:         curl -H "Authorization: Bearer ${adminToken ? '$ADMIN_TOKEN' : server.adminToken}" '${server.url}/api/v2/admin/runs?filter%5Bstatus%5D=planning'
Stop them:      Ctrl-C
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([docs.close(), server.close(), mock.close()]);
    process.exit();
  });
}

async function open<T>(option: keyof typeof options, start: (port: number) => Promise<T>): Promise<T> {
  const portOption = `--${option}`;
  const port = readPort(portOption, options[option]);
  return start(port).catch((error) => failToListen(error, { port, host, portOption }));
}

async function assertResponds(url: string) {
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`${url} responds with ${status}`);
}
