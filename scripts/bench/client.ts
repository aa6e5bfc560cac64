import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createAdminRunsClient } from '@tfe-admin-runs/client';
import type { paths } from '@tfe-admin-runs/types';
import { build } from 'esbuild';
import createClient from 'openapi-fetch';
import { median, type Row, ratioOf, timeRounds } from './measure.ts';

/** The client against bare openapi-fetch: bytes over the wire, and time of a call over a stubbed fetch. */
export async function benchClient(): Promise<Row[]> {
  return [await size(), await call()];
}

async function size(): Promise<Row> {
  const ours = await bundled("export * from '@tfe-admin-runs/client'");
  const peer = await bundled("export { default } from 'openapi-fetch'");
  return {
    what: 'client, minified and gzipped, against openapi-fetch',
    ours: `${ours} bytes`,
    peer: `${peer} bytes`,
    ratio: ratioOf([ours], [peer]),
    target: { sense: '<=', value: 1.5 },
  };
}

async function bundled(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'packages/contract' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

async function call(): Promise<Row> {
  const page = JSON.stringify(
    JSON.parse(readFileSync('openapi/dist/openapi.json', 'utf8')).components.examples['everything-included'].value,
  );
  const stub = async () => new Response(page, { headers: { 'Content-Type': 'application/vnd.api+json' } });
  const address = 'https://tfe.example.com';
  const adminRuns = createAdminRunsClient({ address, token: 'a-token', fetch: stub });
  const bare = createClient<paths>({
    baseUrl: address,
    headers: { Authorization: 'Bearer a-token', Accept: 'application/vnd.api+json' },
    querySerializer: { array: { style: 'form', explode: false } },
    fetch: stub,
  });
  const { ours, peer } = await timeRounds(9, 5000, {
    ours: () => adminRuns.list({ status: ['planning', 'applying'], page: { size: 100 } }),
    peer: () =>
      bare.GET('/api/v2/admin/runs', {
        params: { query: { 'filter[status]': ['planning', 'applying'], 'page[size]': 100 } },
      }),
  });
  const microseconds = (times: number[]) => `${(median(times) * 1000).toFixed(1)} us`;
  return {
    what: 'a call over a stubbed fetch, against openapi-fetch',
    ours: microseconds(ours),
    peer: microseconds(peer),
    ratio: ratioOf(ours, peer),
    target: { sense: '<=', value: 1.3 },
  };
}
