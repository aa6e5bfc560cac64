// A list that may be cached: the program, the installation that sends it, and the expected result.
import { createServer } from 'node:http';
import { example } from '@tfe-admin-runs/testing/examples';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { expect, onTestFinished } from 'vitest';

/** Reads a run, which fills a cache, and force-cancels it when it has begun to apply. */
export const cachingProgram = `
  import { createAdminRunsClient } from '@tfe-admin-runs/client';
  export async function cancelLater({ id, report, ...options }) {
    const client = createAdminRunsClient(options);
    const { attributes } = await client.get(id);
    report(attributes.status);
    await client.forceCancel(id).then(() => report('canceled'), ({ reason }) => report(reason));
  }`;

/**
 * An installation that lets its lists be cached for an hour, also by pages of any origin. Its run is planning when it is
 * listed for the first time, and applying from then on.
 */
export async function cacheableInstallation() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { origin = '*', 'access-control-request-headers': allowed = '' } = request.headers;
    response.setHeader('Access-Control-Allow-Origin', origin).setHeader('Access-Control-Allow-Headers', allowed);
    if (request.method === 'OPTIONS') return void response.end();
    const page = example('single-page');
    page.data[0].attributes.status = requests.length === 0 ? 'planning' : 'applying';
    requests.push(request.method as string);
    response.setHeader('Content-Type', 'application/vnd.api+json').setHeader('Cache-Control', 'public, max-age=3600');
    response.end(JSON.stringify(request.method === 'GET' ? page : example('canceled-run')));
  });
  onTestFinished(() => void server.close().closeAllConnections());
  return { address: await listenOnLoopback(server), id: example('single-page').data[0].id as string, requests };
}

/** The check must not come from a cache: the run that began to apply is not canceled. */
export function expectFreshCheck({ requests }: { requests: string[] }, reported: string[]) {
  expect(reported.map((line) => JSON.parse(line))).toEqual(['planning', 'applying']);
  expect(requests).toEqual(['GET', 'GET']);
}
