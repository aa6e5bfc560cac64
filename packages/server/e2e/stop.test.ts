// A server that is stopped under load cuts no request: each gets a response, or its connection was never accepted.

import { Agent, request } from 'node:http';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { mediaType, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, expect, test } from 'vitest';
import { adminToken, serve } from './command.ts';

const rounds = 10;
const clients = 16;
const ran = { stops: 0, responses: 0, 'connections refused': 0 };

afterAll(() => {
  const counts = Object.entries(ran).map(([what, count]) => `${count} ${what}`);
  console.log(`stop: ${counts.join(', ')}`);
});

interface Outcome {
  id: string;
  /** Undefined if there was no response. */
  status: number | undefined;
  /** Whether the connection was used for a request before. */
  isReused: boolean;
}

let lastId = 0;

function send(url: string, agent: Agent, method: string, path: string): Promise<Outcome> {
  lastId += 1;
  const id = String(lastId);
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': mediaType, 'x-request-id': id };
  return new Promise((resolve) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      response.on('error', fail);
      response.resume().on('end', () => resolve({ id, status: response.statusCode, isReused: sent.reusedSocket }));
    });
    function fail() {
      resolve({ id, status: undefined, isReused: sent.reusedSocket });
    }
    sent.on('error', fail).end();
  });
}

async function stopUnderLoad(data: string, stopAfter: number) {
  const server = await serve('--data', data, '--seed', 'demo', '--drain', '0.3', '--verbose');
  const outcomes: Outcome[] = [];

  async function load(client: number) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    // Every other client writes.
    const [method = '', path = ''] =
      client % 2 === 0 ? ['GET', runsPath] : ['POST', `${runsPath}/run-0000000000000000/actions/force-cancel`];
    for (let status: number | undefined = 0; status !== undefined; ) {
      const outcome = await send(server.url, agent, method, path);
      status = outcome.status;
      outcomes.push(outcome);
      if (outcomes.length === stopAfter) server.child.kill('SIGTERM');
    }
    agent.destroy();
  }

  /** The statuses of `/_health`, until there was no response. */
  async function watch(): Promise<(number | undefined)[]> {
    const seen: (number | undefined)[] = [];
    do seen.push((await send(server.url, new Agent(), 'GET', '/_health')).status);
    while (seen.at(-1) !== undefined);
    return seen;
  }

  const [seen] = await Promise.all([watch(), ...Array.from({ length: clients }, (_, client) => load(client))]);
  const { code, stderr } = await server.ended;
  const logged = new Set(stderr.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).request])));
  return { seen, outcomes, code, logged };
}

test('under load no request is cut, and the server first reports that it is not ready', async () => {
  using folder = temporaryFolder();
  for (let round = 0; round < rounds; round++) {
    const { seen, outcomes, code, logged } = await stopUnderLoad(`${folder.path}/${round}.db`, 100 + round * 37);
    expect(code).toBe(0);
    // It was not ready for a while before it stopped accepting connections.
    expect([...new Set(seen)]).toEqual([200, 503, undefined]);
    const withoutResponse = outcomes.filter(({ status }) => status === undefined);
    // The kernel refuses connections that the server has not accepted.
    expect(withoutResponse.filter(({ id, isReused }) => isReused || logged.has(id))).toEqual([]);
    ran.stops += 1;
    ran['connections refused'] += withoutResponse.length;
    ran.responses += outcomes.length - withoutResponse.length;
  }
});
