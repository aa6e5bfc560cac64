import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export { document };

type Operation = { responses: Record<string, { $ref?: string; content?: unknown }> };

const ajv = new Ajv2020({ strict: true, allErrors: true, keywords: ['example'] });
formats.default(ajv);
// What OpenAPI adds to JSON Schema must be known, or strict mode refuses it.
ajv.addVocabulary([
  'components',
  ...Object.keys(document.components.schemas.RunStatus).filter((key) => key.startsWith('x-')),
]);
ajv.addSchema({ $id: 'openapi.json', components: document.components });

/** Why a body is not what the document says of this answer; nothing if it is. */
export function violations(method: string, path: string, status: number, body: unknown): unknown {
  const validate = ajv.getSchema(`openapi.json#/components/schemas/${schemaName(method, path, status)}`);
  if (!validate) throw new Error(`The document has no schema for ${method} ${path} ${status}`);
  return validate(body) ? undefined : validate.errors;
}

/** The component that describes an answer. What no operation declares is an error document all the same. */
function schemaName(method: string, path: string, status: number): string {
  const operation = operationOf(method, path);
  const declared = operation?.responses[status] ?? operation?.responses.default;
  const response = declared?.$ref
    ? document.components.responses[declared.$ref.split('/').at(-1) as keyof typeof document.components.responses]
    : declared;
  const [media] = Object.values((response?.content ?? {}) as Record<string, { schema: { $ref: string } }>);
  return media?.schema.$ref.split('/').at(-1) ?? 'ErrorDocument';
}

function operationOf(method: string, path: string): Operation | undefined {
  for (const [template, item] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    if (pattern.test(path)) return (item as Record<string, Operation>)[method.toLowerCase()];
  }
  return undefined;
}
