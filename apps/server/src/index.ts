export type { RecordedRequest } from '@tfe-admin-runs/http';
export type { Run } from '@tfe-admin-runs/types';
export { DataError } from './database.ts';
export type { Fault } from './faults.ts';
export type { NewRun } from './new-run.ts';
export type { Seed } from './seed.ts';
export { type Server, type ServerOptions, startServer } from './server.ts';
export { InvalidArgument } from './test-surface.ts';
