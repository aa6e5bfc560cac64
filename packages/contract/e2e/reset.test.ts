// Neither a peer nor the reader of an output can end a process: connections are reset at every stage of every kind of
// request, thousands of times, and outputs are closed at any time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '@tfe-admin-runs/testing/ports';
import { describe, expect, onTestFinished, test } from 'vitest';

/** Long enough for a busy machine. */
const patience = { timeout: 60_000 };

function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const token = 'reset-administrator';

const programs: [name: string, args: string[], path: string][] = [
  ['server', ['packages/server/bin/tfe-admin-runs-server.js', '--port', '0', '--verbose'], '/_health'],
  ['mock', ['packages/mock/bin/tfe-admin-runs-mock.js', '--port', '0', '--verbose'], '/_health'],
  ['docs', ['apps/docs/serve.ts', '--port', '0'], '/'],
  ['npm start', ['scripts/start.ts', '--docs-port', '0', '--server-port', '0', '--mock-port', '0'], '/'],
];

/** Starts a program, and gives the addresses that it prints. */
async function start(args: string[]): Promise<{ child: ChildProcess; urls: string[] }> {
  const env = { ...process.env, ADMIN_TOKEN: token, USER_TOKEN: 'reset-user' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.resume();
  const urls: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url && !urls.includes(url)) urls.push(url);
    if (/listens on|Ctrl-C/.test(line)) break;
  }
  return { child, urls };
}

const head = ['Host: 127.0.0.1', `Authorization: Bearer ${token}`];
const json = ['Content-Type: application/vnd.api+json'];
const list = '/api/v2/admin/runs';
const cancel = `${list}/run-VCsNJXa59eUza53R/actions/force-cancel`;

function message(line: string, headers: string[], body = ''): string {
  return `${[`${line} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

/** One request of every kind. */
const kinds: Record<string, string> = {
  list: message(`GET ${list}?include=workspace.organization.owners`, head),
  'force-cancel': message(`POST ${cancel}`, [...head, ...json, 'Content-Length: 19'], '{"comment":"stuck"}'),
  chunked: message(`POST ${cancel}`, [...head, ...json, 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n'),
  'expect-continue': message(`POST ${cancel}`, [...head, ...json, 'Expect: 100-continue', 'Content-Length: 2'], '{}'),
  pipelined: message(`GET ${list}`, head).repeat(20),
  CONNECT: message('CONNECT example.com:443', head),
  upgrade: message(`GET ${list}`, [...head, 'Connection: Upgrade', 'Upgrade: websocket']),
  'h2c preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'not HTTP': 'HELLO\r\n\r\n',
  'long header': message('GET /', [...head, `X: ${'x'.repeat(20_000)}`]),
  'bad range': message('GET /openapi.json', [...head, 'Range: bytes=5-1']),
  range: message('GET /openapi.json', [...head, 'Range: bytes=0-9,20-29']),
  file: message('GET /', head),
  preflight: message(`OPTIONS ${list}`, [...head, 'Origin: https://a.example', 'Access-Control-Request-Method: GET']),
  HEAD: message(`HEAD ${list}`, head),
  'broken chunk': message(`POST ${cancel}`, [...head, ...json, 'Transfer-Encoding: chunked'], 'zz\r\n'),
};

type Ending = (socket: Socket) => void;
const endings: Record<string, Ending> = {
  reset: (socket) => void socket.resetAndDestroy(),
  destroy: (socket) => void socket.destroy(),
  'half-close and reset': (socket) => void socket.end(() => socket.resetAndDestroy()),
};

/** Sends a part of a request, and ends the connection immediately, or when a response begins to arrive. */
async function abandon(url: string, bytes: string, cut: number, ending: Ending, waits: boolean): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  await Promise.race([once(socket, 'connect'), closed]).catch(() => {});
  socket.write(bytes.slice(0, cut));
  if (waits) await Promise.race([once(socket, 'data'), closed]).catch(() => {});
  ending(socket);
  await closed.catch(() => {});
}

function* attacks() {
  for (const bytes of Object.values(kinds)) {
    const headEnd = bytes.indexOf('\r\n\r\n') + 4;
    const cuts = [1, Math.floor(headEnd / 2), headEnd - 2, headEnd, bytes.length - 1, bytes.length];
    for (const cut of cuts) {
      for (const ending of Object.values(endings)) {
        yield { bytes, cut, ending, waits: false };
        // A complete request gets a response to wait for.
        if (cut === bytes.length) yield { bytes, cut, ending, waits: true };
      }
    }
  }
}

describe.each(programs)('%s', (name, args, path) => {
  test('survives connections that are reset at every stage of every kind of request', async () => {
    const { child, urls } = await start(args);
    const rounds = name === 'npm start' ? 1 : 3;
    let sent = 0;
    for (let round = 0; round < rounds; round++) {
      for (const url of urls) {
        let batch: Promise<void>[] = [];
        for (const { bytes, cut, ending, waits } of attacks()) {
          batch.push(abandon(url, bytes, cut, ending, waits));
          sent++;
          if (batch.length < 20) continue;
          await Promise.all(batch);
          batch = [];
        }
        await Promise.all(batch);
      }
    }
    console.log(`${name}: ${sent} connections were abandoned`);
    expect({ exitCode: child.exitCode, signalCode: child.signalCode }).toEqual({ exitCode: null, signalCode: null });
    for (const url of urls) expect((await fetch(url + (url === urls[0] ? path : '/_health'))).status).toBe(200);
  });

  test.each(['stdout', 'stderr', 'both'])('survives when the reader of %s goes away', async (output) => {
    const { child, urls } = await start(args);
    if (output !== 'stderr') child.stdout?.destroy();
    if (output !== 'stdout') child.stderr?.destroy();
    for (let i = 0; i < 20; i++) {
      for (const url of urls) {
        await (await fetch(`${url}${list}`, { headers: { Authorization: `Bearer ${token}` } })).text();
        await (
          await fetch(`${url}${cancel}`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
        ).text();
      }
    }
    expect({ exitCode: child.exitCode, signalCode: child.signalCode }).toEqual({ exitCode: null, signalCode: null });
  });

  test.skipIf(name === 'npm start')('starts with closed outputs', async () => {
    const port = await freePort();
    const onPort = args.map((arg) => (arg === '0' ? String(port) : arg));
    const child = spawn('sh', ['-c', 'exec "$0" "$@" >&- 2>&-', process.execPath, ...onPort], {
      cwd: root,
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await expect.poll(() => statusOf(`http://127.0.0.1:${port}${path}`), patience).toBe(200);
    expect(child.exitCode).toBeNull();
  });
});

test('the server survives more connections than it may open files', async () => {
  const args = ['-c', 'ulimit -n 100; exec "$0" "$@"', process.execPath, ...(programs[0]?.[1] ?? [])];
  const child = spawn('sh', args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = /http:\S+/.exec(line)?.[0] as string;
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: 300 }, () => connect(Number(port), hostname).on('error', () => {}));
  await Promise.all(
    sockets.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {})),
  );
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => statusOf(`${url}/_health`), patience).toBe(200);
  expect(child.exitCode).toBeNull();
});
