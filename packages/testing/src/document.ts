import { createPathMatcher } from '@tfe-admin-runs/http';
import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export { document };

interface Operation {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: { $ref: string } }> }>;
}

const ajv = new Ajv2020({ strict: true, allErrors: true, keywords: ['example'] });
addFormats.default(ajv);
// In strict mode Ajv must know what OpenAPI adds to JSON Schema.
const extensions = Object.keys(document.components.schemas.RunStatus).filter((key) => key.startsWith('x-'));
ajv.addVocabulary(['components', ...extensions]);
ajv.addSchema({ $id: 'openapi.json', components: document.components });

const operations = Object.entries(document.paths).map(([path, methods]) => ({
  matches: createPathMatcher(path),
  methods: methods as unknown as Record<string, Operation>,
}));

/** Returns the violations of the document by a response body; undefined if it is valid. `path` may have a query. */
export function violations(method: string, path: string, status: number, body: unknown): unknown {
  const name = schemaName(method, path, status);
  const validate = ajv.getSchema(`openapi.json#/components/schemas/${name}`);
  if (!validate) throw new Error(`The document has no schema ${name}, for ${method} ${path} ${status}`);
  return validate(body) ? undefined : validate.errors;
}

export const operationIds = operations.flatMap(({ methods }) =>
  Object.values(methods).map(({ operationId }) => operationId),
);

/** The operation of a request; undefined if the document does not have it. `path` may have a query. */
export function operationIdOf(method: string, path: string): string | undefined {
  return operationAt(method, path)?.operationId;
}

function operationAt(method: string, path: string): Operation | undefined {
  const pathname = path.replace(/\?.*/, '');
  return operations.find(({ matches }) => matches(pathname))?.methods[method.toLowerCase()];
}

/** The component that describes a response. A response that no operation declares must be an error document. */
function schemaName(method: string, path: string, status: number): string {
  const operation = operationAt(method, path);
  const declared = operation?.responses[status] ?? operation?.responses.default;
  const response = declared?.$ref ? componentOf(declared.$ref) : declared;
  const [media] = Object.values(response?.content ?? {});
  return media ? lastSegment(media.schema.$ref) : 'ErrorDocument';
}

function componentOf(ref: string): Operation['responses'][string] | undefined {
  const { responses } = document.components as unknown as { responses: Operation['responses'] };
  return responses[lastSegment(ref)];
}

function lastSegment(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
