import type { operations, paths } from '@tfe-admin-runs/types';
import type { Precheck } from './transport.ts';

type Method = 'get' | 'post';

/** The path and the method under which the document has an operation. */
type Endpoint<Id extends keyof operations> = {
  [Path in keyof paths]: {
    [Name in Method]: paths[Path][Name] extends operations[Id] ? { method: Uppercase<Name>; path: Path } : never;
  }[Method];
}[keyof paths];

/** @internal The operations of the document that the client calls. */
export const endpoints = {
  listAdminRuns: { method: 'GET', path: '/api/v2/admin/runs' },
  forceCancelAdminRun: { method: 'POST', path: '/api/v2/admin/runs/{run_id}/actions/force-cancel' },
} as const satisfies { [Id in keyof operations]?: Endpoint<Id> };

/** @internal */
export type OperationId = keyof typeof endpoints;

type JsonApi<Body> = { content: { 'application/vnd.api+json': Body } };
type Parameters<Id extends OperationId> = operations[Id]['parameters'];

/** @internal Every query parameter of an operation, so that the compiler reports a new or a renamed one. */
export type Query<Id extends OperationId> = {
  [Name in keyof NonNullable<Parameters<Id>['query']>]-?: NonNullable<Parameters<Id>['query']>[Name] | undefined;
};

interface Input<Id extends OperationId> {
  path?: Parameters<Id>['path'];
  query?: Query<Id>;
  body?: (operations[Id] extends { requestBody?: JsonApi<infer Body> } ? Body : never) | undefined;
}

type Document<Id extends OperationId> = operations[Id]['responses'][200] extends JsonApi<infer Body> ? Body : never;

interface Options {
  signal?: AbortSignal | undefined;
  precheck?: Precheck | undefined;
}

/** @internal Calls an operation, and resolves to the document of its response. */
export type Call = <Id extends OperationId>(id: Id, input: Input<Id>, options: Options) => Promise<Document<Id>>;
