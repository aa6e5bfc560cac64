import assert from 'node:assert/strict';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { build } from 'esbuild';
import { folder } from './project.ts';

/** What each module in generators/clients exports: calls of the generated code. */
interface Client {
  /** Lists without parameters. */
  listAll(): Promise<unknown>;
  /** Lists runs that are planning or applying, five on a page, with their workspaces. */
  listSome(): Promise<unknown>;
  forceCancel(runId: string, comment: string): Promise<unknown>;
}

interface Run {
  id: string;
  attributes: Record<string, unknown>;
}

interface Page {
  data: Run[];
  included?: { type: string }[];
}

export interface Behavior {
  /** Where the page is in what the generated function returns. */
  page: string;
  /** What becomes of a 404. */
  notFound: string;
}

/**
 * Calls the generated code, and checks that its requests arrive right and that its results hold the responses.
 *
 * @throws {AssertionError} that says what is wrong.
 */
export async function drive(name: string): Promise<Behavior> {
  await using server = await startServer({ seed: 'empty' });
  for (const status of ['pending', 'planning', 'applying', 'a_status_of_tomorrow'])
    await server.createRun({ id: `run-${status}`, status });
  const client = await load(name, server);

  const all = pageOf(await client.listAll());
  assert.equal(all.data.length, 4, 'the list without parameters has every run, even in an unknown status');

  const some = await client.listSome();
  const { data, included } = pageOf(some);
  assertSent(server, {
    method: 'GET',
    query: { 'filter[status]': 'planning,applying', 'page[size]': '5', include: 'workspace' },
  });
  assert.deepEqual(data.map(({ id }) => id).sort(), ['run-applying', 'run-planning']);
  assert.deepEqual(
    included?.map(({ type }) => type),
    ['workspaces'],
  );
  const { attributes } = data[0] as Run;
  assert.match(String(attributes['created-at']), /^\d{4}-\d\d-\d\dT.*Z$/, 'created-at is the string that was sent');

  const canceled = await client.forceCancel('run-planning', 'Stuck');
  assertSent(server, { method: 'POST', body: { comment: 'Stuck' } });
  assert.equal(runOf(canceled).attributes.status, 'canceled');

  return {
    page: pageOf(some) === some ? 'the result' : '`data` of the result',
    notFound: await outcomeOf(client.forceCancel('run-unknown', 'Stuck')),
  };
}

/** Imports a client, which reads the address and the token from the environment as it is loaded. */
async function load(name: string, { url, adminToken }: Server): Promise<Client> {
  process.env.TFE_ADDRESS = url;
  process.env.TFE_TOKEN = adminToken;
  const outfile = `${folder}/generated/bundled/${name}.mjs`;
  await build({
    entryPoints: [`${folder}/clients/${name}.ts`],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile,
  });
  return import(outfile);
}

/** Compares the latest request that the server received. Generated code may send default values too. */
function assertSent({ requests }: Server, expected: { method: string; query?: object; body?: unknown }) {
  const { method, status, query, body } = requests.at(-1) ?? {};
  const defaults = { 'page[number]': '1' };
  assert.deepEqual(
    { method, status, query: { ...defaults, ...query }, body },
    {
      body: undefined,
      ...expected,
      status: 200,
      query: expected.query ? { ...defaults, ...expected.query } : defaults,
    },
  );
}

function pageOf(result: unknown): Page {
  const { data } = result as { data?: Page | Run[] };
  const page = Array.isArray(data) ? (result as Page) : data;
  assert.ok(page?.data, 'the result holds the page');
  return page;
}

function runOf(result: unknown): Run {
  const { data } = result as { data?: Run | { data: Run } };
  assert.ok(data, 'the result holds the run');
  return 'data' in data ? data.data : data;
}

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    const { error, status } = (await call) as { error?: unknown; status?: number };
    if (error) return 'returned in `error`';
    return status === 404 ? 'returned, with `status: 404`' : '**returned as if it were the run**';
  } catch (error) {
    return `throws \`${(error as Error).constructor.name}\``;
  }
}
