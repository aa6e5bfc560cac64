export type { Run } from '@tfe-admin-runs/types';
export { InvalidOption, type ServerOptions } from './options.ts';
export type { RecordedRequest } from './recorded-request.ts';
export { type Server, startServer } from './server.ts';
export { DataError } from './store/data-error.ts';
export type { InjectedFailure } from './test-surface/injected-failures.ts';
export { InvalidArgument } from './world/invalid-argument.ts';
export type { NewRun } from './world/new-run.ts';
export type { Seed } from './world/seed.ts';
