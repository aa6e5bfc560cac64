import type { HttpResponse, mediaType } from '@tfe-admin-runs/http';
import type { operations } from '@tfe-admin-runs/types';

/** Everything here follows from the document: rename a parameter there, and the compiler finds each handler that used it. */
export type OperationId = keyof operations;

/** Query parameters that the document gives a default, so that a handler always gets a value. */
export const parametersWithDefault = ['page[number]', 'page[size]'] as const;
type WithDefault = (typeof parametersWithDefault)[number];

type SentQuery<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;

export type Query<Id extends OperationId> = SentQuery<Id> &
  Required<Pick<SentQuery<Id>, Extract<keyof SentQuery<Id>, WithDefault>>>;

export type Path<Id extends OperationId> = operations[Id]['parameters']['path'];

type Content<Body> = { content: { [Type in typeof mediaType]: Body } };
export type Body<Id extends OperationId> = operations[Id] extends { requestBody?: Content<infer Body> }
  ? Body
  : undefined;

/** A valid request for an operation. */
export interface Call<Id extends OperationId> {
  requestId: string;
  /** The URL without its query, as the client reached it. */
  url: string;
  /** Every query parameter that was sent, those too that the document does not know. */
  search: URLSearchParams;
  query: Query<Id>;
  path: Path<Id>;
  /** Undefined if there was no body. */
  body: Body<Id> | undefined;
  /** The name of the user whose token was sent. */
  actor: string;
}

export type Handler<Id extends OperationId> = (call: Call<Id>) => HttpResponse | Promise<HttpResponse>;

/** One handler for each operation of the document. */
export type Handlers = { [Id in OperationId]: Handler<Id> };
