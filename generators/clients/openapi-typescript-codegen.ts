// Generator: openapi-typescript-codegen
// Setting: `--client axios`; the default client returns the body as text
import { AdminRunsService, OpenAPI } from '../generated/openapi-typescript-codegen';

OpenAPI.BASE = process.env.TFE_ADDRESS ?? '';
OpenAPI.TOKEN = process.env.TFE_TOKEN;

export function listAll() {
  return AdminRunsService.listAdminRuns();
}

export function listSome() {
  return AdminRunsService.listAdminRuns(undefined, 'planning,applying', undefined, undefined, 1, 5, 'workspace');
}

export function forceCancel(runId: string, comment: string) {
  return AdminRunsService.forceCancelAdminRun(runId, { comment });
}
