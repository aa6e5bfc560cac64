import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const installed = createRequire(import.meta.url).resolve;

/** The files that the site offers at its root, and their paths in the package that publishes them. */
export const publishedFiles = {
  'openapi.yaml': installed('@tfe-admin-runs/openapi/openapi.yaml'),
  'openapi.json': installed('@tfe-admin-runs/openapi/openapi.json'),
  'openapi-3.0.yaml': installed('@tfe-admin-runs/openapi/openapi-3.0.yaml'),
  'openapi-3.0.json': installed('@tfe-admin-runs/openapi/openapi-3.0.json'),
  'stuck-run.arazzo.yaml': installed('@tfe-admin-runs/openapi/stuck-run.arazzo.yaml'),
};

export const document = JSON.parse(readFileSync(publishedFiles['openapi.json'], 'utf8')) as OpenApiDocument;

/** What the site says about the project itself, from the root `package.json`. */
export const project = readProject();

function readProject(): { name: string; description: string; repository: string } {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  const { name, description, repository } = JSON.parse(readFileSync(path, 'utf8'));
  return { name, description, repository: repository.url.replace(/^git\+|\.git$/g, '') };
}

/** The parts of the document that pages are made from. */
export interface OpenApiDocument {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema> & { RunStatus: StatusSchema };
    responses: Record<string, Response>;
    headers: Record<string, Header>;
    examples: Record<string, Example>;
  };
}

export interface Operation {
  summary: string;
  description: string;
  operationId: string;
  parameters: Parameter[];
  requestBody?: { description: string; content: Content };
  responses: Record<string, Response | Reference>;
  'x-codeSamples': { lang: string; label: string; source: string }[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required?: boolean;
  description: string;
  schema: Schema | Reference;
}

export interface Reference {
  $ref: string;
}

export interface Response {
  description: string;
  headers: Record<string, Header | Reference>;
  content: Content;
}

export interface Header {
  description: string;
  schema: Schema;
}

type Content = Record<string, { schema: Reference; examples: Record<string, Reference> }>;

export interface Example {
  summary: string;
  value: unknown;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  format?: string;
  'x-enumDescriptions'?: Record<string, string>;
}

interface StatusSchema extends Schema {
  enum: string[];
  'x-enumDescriptions': Record<string, string>;
  'x-queued-statuses': string[];
  'x-running-statuses': string[];
  'x-waiting-statuses': string[];
  'x-final-statuses': string[];
  'x-admin-page-statuses': string[];
}

/** Follows a reference within the document. */
export function resolve<T>(node: T | Reference): T {
  if (!(node instanceof Object) || !('$ref' in node)) return node as T;
  const steps = node.$ref.replace('#/', '').split('/');
  return steps.reduce<unknown>((parent, step) => (parent as Record<string, unknown>)[step], document) as T;
}

/** The last part of a reference: the name of the component. */
export function nameOf({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}

/** All operations, in the order of the document. */
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
);
