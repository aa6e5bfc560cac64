import { createServer } from 'node:net';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from './server.ts';
import { ask, cancel, list } from './testing/ask.ts';
import { engines } from './testing/engines.ts';

describe.each(engines)('in $name', (engine) => {
  test('metrics count requests by operation and status, and measure the database', async () => {
    const place = await engine.open();
    onTestFinished(place.remove);
    const server = await start({ ...place.options, seed: 'demo', metricsPort: 0, rateLimit: 3, now: () => 0 }, {});
    onTestFinished(() => server.close());
    await list(server, '?q=acme');
    await cancel(server, 'run-VCsNJXa59eUza53R');
    await cancel(server, 'run-VCsNJXa59eUza53R');
    await cancel(server, 'run-VCsNJXa59eUza53R');
    await ask(server, { path: '/_health' });

    const response = await fetch(`${server.metricsUrl}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    const text = await response.text();
    function count(name: string): number {
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.slice(name.length));
    }
    expect(count('http_request_duration_seconds_count{operation="listAdminRuns",status="200"}')).toBe(1);
    expect(count('http_request_duration_seconds_count{operation="forceCancelAdminRun",status="200"}')).toBe(1);
    expect(count('http_request_duration_seconds_count{operation="forceCancelAdminRun",status="409"}')).toBe(1);
    expect(count('http_request_duration_seconds_count{operation="other",status="200"}')).toBe(1);
    expect(count('http_requests_rate_limited_total')).toBe(1);
    expect(count('database_transaction_duration_seconds_count{kind="write"}')).toBeGreaterThanOrEqual(1);
    expect(count('database_transaction_duration_seconds_count{kind="read"}')).toBeGreaterThanOrEqual(2);
    expect(count('process_resident_memory_bytes')).toBeGreaterThan(0);
    const inState = (state: string) => count(`database_connections{pool="read",state="${state}"}`);
    if (engine.name === 'PostgreSQL') expect(inState('idle') + inState('busy')).toBeGreaterThanOrEqual(1);
    expect(text).not.toContain(server.adminToken);
    expect((await fetch(`${server.metricsUrl}/`)).status).toBe(404);
  });
});

test('a taken port for metrics is reported before anything else happens', async () => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  const { port } = new URL(await listenOnLoopback(taken));
  await expect(start({ metricsPort: Number(port) }, {})).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
