import type { Mock, MockOptions } from './mock.ts';

export type { Mock, MockOptions } from './mock.ts';
export type { RecordedRequest } from './recorded-request.ts';

if (Number.parseInt(process.versions.node, 10) < 24)
  throw new Error(`@tfe-admin-runs/mock needs Node 24 or newer; this is ${process.version}.`);

/**
 * Starts a mock of the Admin Runs API.
 *
 * @throws {TypeError} if an option is not valid.
 * @throws Node's own error (`EADDRINUSE`, …) if it cannot listen on the address.
 */
export async function startMock(options?: MockOptions): Promise<Mock> {
  // Loaded here, because an older Node fails to load it, and would report that instead of the Node that is needed.
  const mock = await import('./mock.ts');
  return mock.startMock(options);
}
