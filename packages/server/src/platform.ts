// Read-only endpoints that clients request besides the operations of the document. They are not part of the document.
import { type HttpResponse, jsonApiResponse } from '@tfe-admin-runs/http';
import type { Endpoint, RequestContext } from './http/endpoint.ts';
import { exampleResponse } from './http/responses.ts';
import { toRunResource, toWorkspaceResource } from './runs/resources.ts';
import type { Store } from './store/store.ts';
import { findRun, findWorkspaces } from './store/world.ts';

const ping: HttpResponse = { status: 204, headers: {}, body: undefined };
const discovery: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: { 'modules.v1': '/api/registry/v1/modules/', 'tfe.v2': '/api/v2/' },
};

export function createPlatformEndpoints({ read }: Pick<Store, 'read'>): Endpoint[] {
  async function showRun({ pathParameters: { run_id: id = '' } }: RequestContext): Promise<HttpResponse> {
    const run = await read((tx) => findRun(tx, id));
    return run ? jsonApiResponse(200, { data: toRunResource(run) }) : exampleResponse('run-not-found');
  }

  async function showWorkspace({ pathParameters: { workspace_id: id = '' } }: RequestContext): Promise<HttpResponse> {
    const [workspace] = await read((tx) => findWorkspaces(tx, [id]));
    return workspace
      ? jsonApiResponse(200, { data: toWorkspaceResource(workspace) })
      : exampleResponse('not-an-administrator');
  }

  return [
    publicEndpoint('/api/v2/ping', ping),
    publicEndpoint('/.well-known/terraform.json', discovery),
    administratorEndpoint('/api/v2/runs/{run_id}', showRun),
    administratorEndpoint('/api/v2/workspaces/{workspace_id}', showWorkspace),
  ];
}

const unlisted = { operationId: undefined, method: 'GET', parameters: [] } as const;

/** An endpoint that needs no token. */
function publicEndpoint(path: string, response: HttpResponse): Endpoint {
  return { ...unlisted, path, respond: async () => response };
}

function administratorEndpoint(path: string, show: (context: RequestContext) => Promise<HttpResponse>): Endpoint {
  return {
    ...unlisted,
    path,
    async respond(_request, context) {
      if (!context.identity) return exampleResponse('unauthorized');
      return context.identity.administrator ? show(context) : exampleResponse('not-an-administrator');
    },
  };
}
