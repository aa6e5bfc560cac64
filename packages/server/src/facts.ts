import type { DescribedSchema, ErrorObject, ReadableSchema, Violation } from '@tfe-admin-runs/http';
import type { Organization, operations, Run, User, Workspace } from '@tfe-admin-runs/types';

/** The name of an example of the document. */
export type ExampleName = keyof typeof import('@tfe-admin-runs/openapi/openapi.json', { with: {
  type: 'json',
}})['components']['examples'];

/** The parts of a JSON Schema that the server reads. */
export interface Schema extends DescribedSchema, ReadableSchema {
  type?: string | string[];
  items?: Schema;
  default?: unknown;
  /** Marks an enum of the document that the platform may extend at any time. */
  'x-open-enum'?: boolean;
}

export interface Parameter {
  name: string;
  schema: Schema;
  /** A valid value. */
  example?: unknown;
  /** The message of the document's own error about an unknown value. */
  unknownValue?: string;
}

export interface Operation {
  operationId: keyof operations;
  /** In capitals. */
  method: string;
  /** With path parameters in braces. */
  path: string;
  /** The query parameters. */
  parameters: Parameter[];
  /** Media types of the body; empty if the operation takes none. */
  bodyTypes: string[];
}

/** What the server needs to know of the document; `generate.ts` writes it to `facts.gen.json`. */
export interface Facts {
  operations: Operation[];
  /** Error objects of the document's examples, by the name of the example. */
  errors: Partial<Record<ExampleName, ErrorObject>>;
  finalStatuses: string[];
  /** The statuses that the vendor's page documents. */
  adminPageStatuses: string[];
  /** Names of status timestamps. */
  timestamps: string[];
  /** The version of the platform's API that the document describes. */
  apiVersion: string;
}

/** The installation that the document's examples show; `generate.ts` writes it to `world.gen.json`. */
export interface ExampleWorld {
  included: (Workspace | Organization | User)[];
  runs: Run[];
}

/** A validator that Ajv compiled when the package was built: loading Ajv would double the startup time. */
export type Validator = ((value: unknown) => boolean) & { errors?: Violation[] | null };
