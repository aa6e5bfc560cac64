import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Host } from '../host.ts';
import { cliFor, fetchAtNoon, noon } from './run-cli.ts';

/** The runs that are stuck, those first that have been so for longest. Each is in a workspace of its name. */
export const ids = ['run-a', 'run-b', 'run-c'];
export const operation = 'forceCancelAdminRun';
export const cancel = `force-cancel --stuck --yes --comment 'Its worker is gone'`;

export interface StuckWorld {
  server: Server;
  cli: ReturnType<typeof cliFor>;
  /** A folder that is empty at the start of each test. */
  folder: string;
  /** The path of an audit file in it, which is not there yet. */
  audit: string;
  /** The IDs of the runs whose force-cancel was sent, in order. */
  posts: () => (string | undefined)[];
  /** The status of each run. */
  statuses: () => Promise<Record<string, string>>;
  /** What the audit file says of each step: the event and the run. */
  recorded: () => string[];
}

/** Makes a world with three stuck runs for each test of a file. */
export function useStuckWorld(): StuckWorld {
  let folder: ReturnType<typeof temporaryFolder>;
  const world = { posts, statuses, recorded } as StuckWorld;

  beforeAll(async () => {
    world.server = await startServer({ now: () => noon, seed: 'empty' });
    world.cli = cliFor(world.server);
  });
  beforeEach(async () => {
    await world.server.reset();
    const runs = ids.map((id, i) => ({ id, status: 'planning', statusAge: (9 - i) * 3600, workspace: id }));
    await world.server.createRuns(runs);
    folder = temporaryFolder();
    world.folder = folder.path;
    world.audit = join(folder.path, 'audit.ndjson');
  });
  afterEach(() => folder[Symbol.dispose]());
  afterAll(() => world.server.close());

  function posts(): (string | undefined)[] {
    const requests = world.server.requests.filter(({ method }) => method === 'POST');
    return requests.map(({ path }) => path.split('/').at(-3));
  }

  async function statuses(): Promise<Record<string, string>> {
    const { stdout } = await world.cli('list --all --json id,status');
    return Object.fromEntries(JSON.parse(stdout).map(({ id, status }: Record<string, string>) => [id, status]));
  }

  function recorded(): string[] {
    const lines = readFileSync(world.audit, 'utf8').split('\n');
    const events = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));
    return events.map(({ event, run = '' }) => `${event} ${run}`.trim());
  }

  return world;
}

/** A `fetch` that does something before each request is sent. */
export function before(work: (request: Request) => unknown): Host['fetch'] {
  return async (request, init) => {
    await work(request);
    return fetchAtNoon(request, init);
  };
}

export function isCancel({ method }: Request): boolean {
  return method === 'POST';
}
