export type {
  ErrorObject,
  IncludedResource,
  IncludePath,
  Organization,
  Run,
  RunPage,
  RunStatus,
  User,
  Workspace,
} from '@tfe-admin-runs/types';
export type { AdminRuns, CallOptions, ForceCancelOptions, ListRunsParams } from './admin-runs.ts';
export { type AdminRunsClient, type AdminRunsClientOptions, createAdminRunsClient } from './client.ts';
export { ApiError, ConnectionError } from './errors.ts';
