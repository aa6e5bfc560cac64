import { readFileSync } from 'node:fs';
import { createAdminRunsClient } from '@tfe-admin-runs/client';
import type { paths } from '@tfe-admin-runs/types';
import createClient from 'openapi-fetch';
import { bundled, openapiFetchAndKy, wholeClient } from './bundle.ts';
import { median, type Row, ratioOf, timeRounds } from './measure.ts';
import { withPeers } from './peers.ts';

type Peers = Parameters<Parameters<typeof withPeers>[0]>[0];
// biome-ignore lint/suspicious/noExplicitAny: the types are not known before a generator has run
type Generated = any;

const address = 'https://tfe.example.com';
const headers = { Authorization: 'Bearer a-token', Accept: 'application/vnd.api+json' };

/** The client against its peers, on the same document: bytes over the wire, and the time of a call over a stubbed fetch. */
export async function benchClient(): Promise<Row[]> {
  return withPeers(async (peers) => [...(await sizes(peers)), ...(await calls(peers))]);
}

async function sizes({ heyApi, orval }: Peers): Promise<Row[]> {
  const { bytes: ours } = await bundled(wholeClient);
  const row = async (peer: string, contents: string, value?: number): Promise<Row> => {
    const { bytes } = await bundled(contents);
    return {
      what: `client, minified and gzipped, against ${peer}`,
      ours: `${ours} bytes`,
      peer: `${bytes} bytes`,
      ratio: ratioOf([ours], [bytes]),
      ...(value && { target: { sense: '<=', value } }),
    };
  };
  return [
    await row('openapi-fetch and ky together', openapiFetchAndKy, 1),
    await row("openapi-fetch's createClient alone", "export { default } from 'openapi-fetch'"),
    await row('hey-api', heyApi),
    await row('axios with orval', orval, 0.5),
  ];
}

async function calls({ heyApi, orval }: Peers): Promise<Row[]> {
  const page = JSON.stringify(
    JSON.parse(readFileSync('openapi/dist/openapi.json', 'utf8')).components.examples['everything-included'].value,
  );
  const fetch = async () => new Response(page, { headers: { 'Content-Type': 'application/vnd.api+json' } });
  const adminRuns = createAdminRunsClient({ address, token: 'a-token', fetch });
  const bare = createClient<paths>({
    baseUrl: address,
    headers,
    querySerializer: { array: { style: 'form', explode: false } },
    fetch,
  });
  const [hey, orvalAxios] = [await imported(heyApi), await imported(orval)];
  hey.client.setConfig({ baseUrl: address, headers, fetch });
  // Without `responseType`, the body would stay text, because its media type is not application/json.
  const axios = { baseURL: address, headers, adapter: 'fetch', env: { fetch }, responseType: 'json' };
  const axiosRuns = orvalAxios[Object.keys(orvalAxios).find((name) => name.startsWith('get')) as string]();

  const query = { 'filter[status]': ['planning' as const, 'applying' as const], 'page[size]': 100 };
  const tasks = {
    ours: () => adminRuns.list({ status: query['filter[status]'], page: { size: 100 } }),
    'openapi-fetch': () => bare.GET('/api/v2/admin/runs', { params: { query } }),
    'hey-api': () => hey.listAdminRuns({ query, parseAs: 'json' }),
    'axios with orval': () => axiosRuns.listAdminRuns(query, axios),
  };
  for (const [name, call] of Object.entries<() => Promise<Generated>>(tasks)) {
    const response = await call();
    const runs = (response.meta ? response : response.data)?.data;
    if (!runs?.[0]?.id) throw new Error(`${name} did not list: ${JSON.stringify(response)}`);
  }
  const { ours, ...others } = await timeRounds(15, 3000, tasks);
  const microseconds = (times: number[]) => `${(median(times) * 1000).toFixed(1)} us`;
  const targets: Record<string, number> = { 'openapi-fetch': 1.3, 'hey-api': 1.3, 'axios with orval': 0.5 };
  return Object.entries(others).map(([name, peer]) => ({
    what: `a call over a stubbed fetch, against ${name}`,
    ours: microseconds(ours),
    peer: microseconds(peer),
    ratio: ratioOf(ours, peer),
    target: { sense: '<=', value: targets[name] as number },
  }));
}

/** Generated TypeScript as Node can run it, from memory. */
async function imported(contents: string): Promise<Generated> {
  const { code } = await bundled(contents);
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
