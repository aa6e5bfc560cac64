import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';

/** An implementation of the API to test. */
export interface Target {
  name: string;
  url: string;
  token: string;
  /** The token of a user who is not a site administrator; undefined if there is none. */
  userToken?: string;
  /** Whether it is a real installation, of which not everything is known. */
  real?: true;
  /** Whether it carries requests out, instead of responding with examples. */
  stateful?: true;
  /** IDs of runs that may be force-canceled, one for each case that does; undefined if nothing may be changed. */
  runIds: Iterator<string> | AsyncIterator<string> | undefined;
  close(): Promise<void>;
}

/**
 * The mock and the server; or, where `CONTRACT_URL` and `CONTRACT_TOKEN` name one, a real installation. That one is only
 * read, unless `CONTRACT_RUN_IDS` lists runs, separated by commas, that **will be force-canceled**.
 */
export async function openTargets(env = process.env): Promise<Target[]> {
  return env.CONTRACT_URL ? [installation(env.CONTRACT_URL, env)] : [await openMock(), await openServer()];
}

function installation(address: string, { CONTRACT_TOKEN: token, CONTRACT_RUN_IDS: runIds }: NodeJS.ProcessEnv): Target {
  // Checked here, because `fetch` quotes a header that it cannot send.
  if (!token || !/^[!-~]+$/.test(token)) {
    throw new Error('CONTRACT_URL is set, so CONTRACT_TOKEN must be the API token of a site administrator.');
  }
  const url = address.replace(/\/$/, '');
  const ids = runIds?.split(',').flatMap((id) => id.trim() || []);
  return { name: url, url, token, real: true, stateful: true, runIds: ids?.values(), close: async () => {} };
}

async function openMock(): Promise<Target> {
  const { url, close } = await startMock();
  return { name: 'the mock', url, token: 'any', runIds: anyRun(), close };
}

function* anyRun() {
  for (;;) yield 'run-VCsNJXa59eUza53R';
}

async function openServer(): Promise<Target> {
  const server = await startServer();
  const { url, adminToken: token, userToken, close } = server;
  async function* newRun() {
    for (;;) yield (await server.createRun({ status: 'planning' })).id;
  }
  return { name: 'the server', url, token, userToken, stateful: true, runIds: newRun(), close: () => close() };
}
