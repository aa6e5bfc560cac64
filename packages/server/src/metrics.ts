import { createServer, type ServerResponse } from 'node:http';
import { type Address, type Listening, listen } from '@tfe-admin-runs/http';
import type { Gauge } from 'prom-client';
import type { Database, PoolStates } from './store/database.ts';

export interface RequestMetrics {
  /** An `operationId` of the document; `other` for anything else. */
  operation: string;
  status: number;
  /** How long the response took. */
  milliseconds: number;
}

/** What is counted and measured, for Prometheus. */
export interface Metrics {
  observeRequest(request: RequestMetrics): void;
  /** Measures the transactions of a database, and its pools if it has any. */
  observe(database: Database): Database;
  serve(address: Address): Promise<Listening>;
}

/** From a millisecond to ten seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Creates metrics. The library is loaded only now: most servers have none. */
export async function createMetrics(): Promise<Metrics> {
  // The bundle of a CommonJS module has the default export alone.
  const { default: promClient } = await import('prom-client');
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = promClient;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long responses took, by operation and status',
    labelNames: ['operation', 'status'],
    buckets,
    registers,
  });
  const rateLimited = new Counter({
    name: 'http_requests_rate_limited_total',
    help: 'Requests that got 429',
    registers,
  });
  const transactions = new Histogram({
    name: 'database_transaction_duration_seconds',
    help: 'How long transactions of the database took, with the wait for a connection',
    labelNames: ['kind'],
    buckets,
    registers,
  });

  function timed<Work extends (work: never) => Promise<unknown>>(kind: string, transact: Work): Work {
    return (async (work: never) => {
      const end = transactions.startTimer({ kind });
      try {
        return await transact(work);
      } finally {
        end();
      }
    }) as Work;
  }

  return {
    observeRequest({ operation, status, milliseconds }) {
      requests.observe({ operation, status }, milliseconds / 1000);
      if (status === 429) rateLimited.inc();
    },
    observe(database) {
      const { pools } = database;
      if (pools)
        new Gauge({
          name: 'database_connections',
          help: 'Connections of the pools, and transactions that wait for one',
          labelNames: ['pool', 'state'],
          registers,
          collect() {
            setPools(this, pools());
          },
        });
      return { ...database, read: timed('read', database.read), write: timed('write', database.write) };
    },
    serve(address) {
      const server = createServer(async ({ url, method }, response) => {
        if (url !== '/metrics' || method !== 'GET')
          return send(response, 404, 'text/plain', 'metrics are at /metrics\n');
        send(response, 200, registry.contentType, await registry.metrics());
      });
      return listen(server, address);
    },
  };
}

function setPools(gauge: Gauge<'pool' | 'state'>, pools: PoolStates): void {
  for (const [pool, states] of Object.entries(pools))
    for (const [state, count] of Object.entries(states)) gauge.set({ pool, state }, count);
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
