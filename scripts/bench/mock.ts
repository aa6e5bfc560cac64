import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { startMock } from '@tfe-admin-runs/mock';
import autocannon from 'autocannon';
import { median, milliseconds, type Row, ratioOf, timeRounds } from './measure.ts';

const prism = ['node_modules/@stoplight/prism-cli/dist/index.js', 'mock', 'openapi/dist/openapi.json', '--port'];
const commands = {
  ours: (port: string) => ['packages/mock/bin/tfe-admin-runs-mock.js', '--port', port],
  prism: (port: string) => [...prism, port],
  silent: (port: string) => [...prism, port, '-v', 'silent'],
};
const rounds = 5;
const headers = { Authorization: 'Bearer a-token' };
const list = '/api/v2/admin/runs?filter%5Bstatus%5D=planning&page%5Bsize%5D=20';

/** The mock against the Prism command on the same document. */
export async function benchMock(): Promise<Row[]> {
  const { ours, prism, silent } = await timeRounds(rounds, 1, {
    ours: () => withMock(commands.ours, async () => {}),
    prism: () => withMock(commands.prism, async () => {}),
    silent: () => withMock(commands.silent, async () => {}),
  });
  const start = (name: string, peer: number[]): Row => ({
    what: `mock, process start to first answer, against ${name}`,
    ours: milliseconds(ours),
    peer: milliseconds(peer),
    ratio: ratioOf(ours, peer),
    target: { sense: '<=', value: 1 },
  });
  return [start('prism mock', prism), start('prism mock -v silent', silent), await again(ours), ...(await load())];
}

async function again(first: number[]): Promise<Row> {
  await (await startMock()).close();
  const { second } = await timeRounds(rounds, 1, {
    second: async () => {
      const mock = await startMock();
      await fetch(mock.url + list, { headers });
      await mock.close();
    },
  });
  return {
    what: 'second startMock() to first answer, against a process',
    ours: milliseconds(second),
    peer: milliseconds(first),
    ratio: ratioOf(second, first),
    target: { sense: '<=', value: 0.1 },
  };
}

async function load(): Promise<Row[]> {
  const rates = { ours: [] as number[], prism: [] as number[], silent: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['ours', 'prism', 'silent'] as const) {
      await withMock(commands[name], async (url) => {
        const options = { url: url + list, headers, connections: 32 };
        await autocannon({ ...options, duration: 2 }); // warm
        const { requests, non2xx } = await autocannon({ ...options, duration: 4 });
        if (non2xx > 0) throw new Error(`${name}: ${non2xx} answers were no success`);
        rates[name].push(requests.average);
      });
    }
  }
  const rate = (values: number[]) => `${Math.round(median(values))} requests/s`;
  const row = (name: string, peer: number[]): Row => ({
    what: `mock under load, against ${name}`,
    ours: rate(rates.ours),
    peer: rate(peer),
    ratio: ratioOf(rates.ours, peer),
    target: { sense: '>=', value: 1 },
  });
  return [row('prism mock', rates.prism), row('prism mock -v silent', rates.silent)];
}

/** Starts a command on a free port, waits for its first answer, does `work`, and ends it. */
async function withMock(command: (port: string) => string[], work: (url: string) => Promise<void>) {
  const port = await freePort();
  const child = spawn(process.execPath, command(String(port)), { stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}`;
    await firstAnswer(url, child);
    await work(url);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

async function firstAnswer(url: string, child: ChildProcess) {
  while (child.exitCode === null) {
    const response = await fetch(url + list, { headers }).catch(() => undefined);
    if (response?.ok) return void (await response.text());
    await setTimeout(5);
  }
  throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
