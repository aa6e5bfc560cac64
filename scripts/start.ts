// `npm start`: the site, the server and the mock, side by side on this machine, until Ctrl-C.
import { createCommandLine, ignoreClosedOutputs, onStopSignals } from '@tfe-admin-runs/command';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { serveDocs } from '../apps/docs/serve.ts';

const host = '127.0.0.1';
ignoreClosedOutputs();
const { readOptions, readPort, failToListen } = createCommandLine('npm start --');
const options = readOptions(process.argv.slice(2), {
  'docs-port': { type: 'string', default: '8081' },
  'server-port': { type: 'string', default: '8080' },
  'mock-port': { type: 'string', default: '4010' },
});

// All are read before anything is started.
const ports = {
  'docs-port': readPort('--docs-port', options['docs-port']),
  'server-port': readPort('--server-port', options['server-port']),
  'mock-port': readPort('--mock-port', options['mock-port']),
};

const docs = await open('docs-port', (port) => serveDocs({ port, host }));
const adminToken = process.env.ADMIN_TOKEN || undefined;
const userToken = process.env.USER_TOKEN || undefined;
const server = await open('server-port', (port) => startServer({ port, adminToken, userToken, testSurface: true }));
const mock = await open('mock-port', (port) => startMock({ port }));
await Promise.all([docs.url, `${server.url}/_health`, `${mock.url}/_health`].map(assertResponds));

// A token that the environment sets is not printed.
const readToken = 'printf "The ADMIN_TOKEN that you set: "; read -r TFE_TOKEN';
const setToken = adminToken ? readToken : `TFE_TOKEN=${server.adminToken}`;
console.log(`
The site:       ${docs.url}
The server:     ${server.url}   (keeps state, in memory)
The mock:       ${mock.url}   (strict, stateless; accepts any token)

Try the server in another terminal:

  TFE_ADDRESS=${server.url}; ${setToken}; export TFE_ADDRESS TFE_TOKEN
  curl -H "Authorization: Bearer $TFE_TOKEN" "$TFE_ADDRESS/api/v2/admin/runs?filter%5Bstatus%5D=planning"

Stop them with Ctrl-C.
`);

onStopSignals(async () => {
  await Promise.all([docs.close(), server.close(), mock.close()]);
  process.exit();
});

async function open<T>(option: keyof typeof ports, start: (port: number) => Promise<T>): Promise<T> {
  const port = ports[option];
  return start(port).catch((error) => failToListen(error, { port, host, portOption: `--${option}` }));
}

async function assertResponds(url: string) {
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`${url} responds with ${status}`);
}
