import type { Server } from './server.ts';
import type { ServerOptions } from './server-options.ts';

export type { Run } from '@tfe-admin-runs/types';
export type { RecordedRequest } from './recorded-request.ts';
export type { Server } from './server.ts';
export { InvalidOption, type ServerOptions } from './server-options.ts';
export { DataError } from './store/data-error.ts';
export type { InjectedFailure } from './test-surface/injected-failures.ts';
export { InvalidArgument } from './world/invalid-argument.ts';
export type { NewRun } from './world/new-run.ts';
export type { Seed } from './world/seed.ts';
export type { RunUpdate } from './world/update-run.ts';

if (Number.parseInt(process.versions.node, 10) < 24)
  throw new Error(`@tfe-admin-runs/server needs Node 24 or newer; this is ${process.version}.`);

/**
 * Starts a server.
 *
 * @throws {InvalidOption} if an option is not valid.
 * @throws {DataError} if the data file or the database cannot be used.
 * @throws Node's own error (`EADDRINUSE`, …) if it cannot listen on the address.
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  // Imported only now: an older Node fails to load it, and would report that error before the required Node version.
  const { start } = await import('./server.ts');
  return start(options, {});
}
