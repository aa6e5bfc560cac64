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
export type { AdminRuns } from './admin-runs.ts';
export { type AdminRunsClient, type AdminRunsClientOptions, createAdminRunsClient } from './client.ts';
export { fromEnvironment, tokenVariable } from './environment.ts';
export { AdminRunsError, ApiError, ConnectionError, GuardError, toResult } from './errors.ts';
export type { ForceCancelOptions, UnguardedOptions } from './force-cancel.ts';
export { type OrganizationWith, type RunPageWith, type RunWith, resolve, type WorkspaceWith } from './include.ts';
export type { IterateOptions, Shift } from './iterate.ts';
export type { CallOptions, ListRunsParams, PageParams } from './list.ts';
export { suggestStatus } from './suggest-status.ts';
export type { RunSummary, SummaryParams } from './summary.ts';
export type { Attempt, TransportOptions } from './transport.ts';
