import { createServer, type IncomingMessage, request as send } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Server } from '@tfe-admin-runs/server';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { type Program, runProgram } from '@tfe-admin-runs/testing/program';

/** The command, as it was built. */
export const bin = fileURLToPath(new URL('../bin/tfe-admin-runs.js', import.meta.url));

/** The environment of an administrator of an installation. */
export function environment(server: Pick<Server, 'adminToken'>, address: string): NodeJS.ProcessEnv {
  return { TFE_ADDRESS: address, TFE_TOKEN: server.adminToken };
}

/** Runs the command in pipes. */
export function startCommand(args: string[], env: NodeJS.ProcessEnv): Program {
  return runProgram(bin, args, { env });
}

/** Where a request is held up: before the installation gets it, or when it has responded. */
export type Moment = 'before' | 'after';

export interface Gate extends AsyncDisposable {
  url: string;
  /** Holds up the next force-cancel of a run, and returns when it is there. `release` lets it go on. */
  hold: (run: string, moment: Moment) => Promise<{ release: () => void }>;
}

/** Puts a gate before a server that holds requests up, so that a test can do something meanwhile. */
export async function openGate(server: Pick<Server, 'url'>): Promise<Gate> {
  const held = new Map<string, (release: () => void) => void>();

  /** Waits here if the test holds up the request at this moment. */
  async function pass({ method, url = '' }: IncomingMessage, moment: Moment): Promise<void> {
    const key = [...held.keys()].find((each) => method === 'POST' && url.includes(each.split(' ')[0] as string));
    if (!key?.endsWith(moment)) return;
    const arrive = held.get(key);
    held.delete(key);
    await new Promise<void>((resolve) => arrive?.(resolve));
  }

  const gate = createServer(async (request, response) => {
    await pass(request, 'before');
    const { method, headers } = request;
    const forwarded = send(new URL(request.url ?? '', server.url), { method, headers }, async (answer) => {
      await pass(request, 'after');
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  const url = await listenOnLoopback(gate);
  return {
    url,
    hold: (run, moment) =>
      new Promise((resolve) => {
        held.set(`/${run}/ ${moment}`, (release) => resolve({ release }));
      }),
    async [Symbol.asyncDispose]() {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
    },
  };
}
