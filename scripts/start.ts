// `npm start`: the reference, the server and the mock, side by side on this machine, until Ctrl-C.
import { parseArgs } from 'node:util';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { serveDocs } from '../apps/docs/serve.ts';

const usage = 'npm start -- [--docs-port 8081] [--server-port 8080] [--mock-port 4010]   (0 takes any free port)';
const options = readOptions();
const docs = await open('docs-port', (port) => serveDocs({ port }));
const { ADMIN_TOKEN: adminToken, USER_TOKEN: userToken } = process.env;
const tokens = { ...(adminToken && { adminToken }), ...(userToken && { userToken }) };
const server = await open('server-port', (port) => startServer({ port, ...tokens, testSurface: true }));
const mock = await open('mock-port', (port) => startMock({ port }));
await Promise.all([docs.url, `${server.url}/_health`, `${mock.url}/_health`].map(answers));

console.log(`
The reference:  ${docs.url}
The server:     ${server.url}   (keeps state, in memory; ${adminToken ? 'the token is $ADMIN_TOKEN' : `ADMIN_TOKEN=${server.adminToken}`})
The mock:       ${mock.url}   (strict, keeps none; takes any token)

Try it:         curl -H "Authorization: Bearer ${adminToken ? '$ADMIN_TOKEN' : server.adminToken}" '${server.url}/api/v2/admin/runs?filter%5Bstatus%5D=planning'
Stop them:      Ctrl-C
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([docs.close(), server.close(), mock.close()]);
    process.exit();
  });
}

function readOptions() {
  try {
    const string = (value: string) => ({ type: 'string', default: value }) as const;
    return parseArgs({
      options: { 'docs-port': string('8081'), 'server-port': string('8080'), 'mock-port': string('4010') },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

async function open<T>(
  option: 'docs-port' | 'server-port' | 'mock-port',
  listen: (port: number) => Promise<T>,
): Promise<T> {
  const port = Number(options[option]);
  if (!Number.isInteger(port) || port < 0 || port > 65535) refuse(`--${option} must be a port, 0 to 65535.`);
  return listen(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return refuse(`Port ${port} is taken; choose another by --${option}.`);
  });
}

async function answers(url: string) {
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`${url} answers ${status}`);
}

function refuse(problem: string): never {
  console.error(`${problem}\nUsage: ${usage}`);
  process.exit(2);
}
