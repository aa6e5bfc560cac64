import { rewriteSchema } from '../../openapi/portable.ts';

/** A part of an OpenAPI document. */
// biome-ignore lint/suspicious/noExplicitAny: documents of others, of which each part is checked where it is used
export type Json = any;

/** What HashiCorp's document calls our components. It writes out in place what has no name here. */
const names: Record<string, string | undefined> = {
  RunPage: 'admin-runs-collection-envelope',
  RunDocument: 'admin-runs-envelope',
  Run: 'admin-runs',
  RunStatus: 'admin-runs-status',
  Workspace: 'admin-runs-workspaces',
  Organization: 'admin-runs-organizations',
  User: 'admin-runs-users',
  PageLinks: 'self-with-pagination',
  Pagination: 'pagination',
  ErrorDocument: 'errors',
  ForceCancelRequest: 'action-comment',
  WorkspaceIdentifier: 'workspaces-identifier',
  OrganizationIdentifier: 'organizations-identifier',
  UserIdentifier: 'users-identifier',
};

/** Components that HashiCorp's document has already, by the section of `components` that they are in. */
export const shared: Record<string, string[]> = {
  schemas: [
    'self-with-pagination',
    'pagination',
    'errors',
    'action-comment',
    'workspaces-identifier',
    'organizations-identifier',
    'users-identifier',
  ],
  parameters: ['page_number', 'page_size'],
  securitySchemes: ['bearerAuth'],
};

const sharedParameters: Record<string, string> = { 'page[number]': 'page_number', 'page[size]': 'page_size' };

const tag = {
  name: 'admin-runs',
  'x-vis': ['tfe'],
  'x-displayName': 'Admin Runs',
  description: 'Listing and force-canceling the runs of all organizations, for Terraform Enterprise administrators.',
  externalDocs: { url: 'https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs' },
};

/** Writes our document, with all references inside of it, as a chapter in the style of HashiCorp's document. */
export function createChapter(document: Json): Json {
  const { schemas } = document.components;
  const unknown = Object.keys(names).filter((name) => !schemas[name]);
  if (unknown.length > 0) throw new Error(`The document has no ${unknown.join(', ')}: see names in chapter.ts`);

  const own = Object.entries(schemas).filter(([name]) => names[name] !== undefined);
  const parameters = document.paths['/api/v2/admin/runs'].get.parameters.filter(isShared);
  return {
    openapi: '3.0.0',
    info: {
      version: document.info.version,
      title: 'HCP Terraform/Terraform Enterprise API v2: Admin Runs',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: 'https://tfe.example.com/api/v2' }],
    security: [{ bearerAuth: [] }],
    tags: [tag],
    paths: Object.fromEntries(
      Object.entries(document.paths).map(([path, operations]) => [path.replace('/api/v2', ''), pathItem(operations)]),
    ),
    components: {
      schemas: Object.fromEntries(own.map(([name, schema]) => [names[name], rewrite(schema)])),
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } },
      parameters: Object.fromEntries(
        parameters.map((each: Json) => [sharedParameters[each.name], rewriteParameter(each)]),
      ),
    },
  };

  function pathItem(operations: Json): Json {
    const rewritten = Object.entries<Json>(operations).map(([method, operation]) => [
      method,
      rewriteOperation(operation),
    ]);
    return { 'x-vis': ['tfe'], ...Object.fromEntries(rewritten) };
  }

  function rewriteOperation({ operationId, summary, description, parameters, requestBody, responses }: Json): Json {
    return {
      operationId,
      summary,
      description: `${withoutNotes(description)}\n\nThis operation is only available in Terraform Enterprise.`,
      tags: [tag.name],
      parameters: parameters.map((each: Json) =>
        isShared(each) ? { $ref: `#/components/parameters/${sharedParameters[each.name]}` } : rewriteParameter(each),
      ),
      ...(requestBody && {
        requestBody: {
          required: requestBody.required,
          description: withoutNotes(requestBody.description),
          content: rewriteContent(requestBody.content),
        },
      }),
      responses: Object.fromEntries(
        Object.entries<Json>(responses).map(([status, reference]) => {
          const { description, content } = resolve(reference);
          return [status, { description: `${description}.`, content: rewriteContent(content) }];
        }),
      ),
    };
  }

  function rewriteParameter({ examples: _, example: __, ...parameter }: Json): Json {
    return { ...parameter, description: withoutNotes(parameter.description), schema: rewrite(parameter.schema) };
  }

  function rewriteContent(content: Json): Json {
    const types = Object.entries<Json>(content).map(([type, { schema }]) => [type, { schema: rewrite(schema) }]);
    return Object.fromEntries(types);
  }

  function rewrite(node: Json): Json {
    if (Array.isArray(node)) return node.map(rewrite);
    if (typeof node !== 'object' || node === null) return node;
    if (typeof node.$ref === 'string') return rewriteReference(node.$ref);
    // The status is open in our document; HashiCorp's has closed enums.
    if (node.anyOf) return rewrite(node.anyOf[0]);
    const schema = Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !key.startsWith('x-') && !(key === 'title' && typeof node.title === 'string'))
        .map(([key, value]) => [key, isText(key, value) ? withoutNotes(value) : rewrite(value)]),
    );
    rewriteSchema(schema);
    return schema;
  }

  function rewriteReference(reference: string): Json {
    const name = names[reference.slice(reference.lastIndexOf('/') + 1)];
    return name === undefined ? rewrite(resolve({ $ref: reference })) : { $ref: `#/components/schemas/${name}` };
  }

  function resolve(node: Json): Json {
    if (!node.$ref) return node;
    return node.$ref
      .slice(2)
      .split('/')
      .reduce((parent: Json, key: string) => parent[key], document);
  }
}

function isShared({ name }: { name: string }): boolean {
  return sharedParameters[name] !== undefined;
}

function isText(key: string, value: unknown): value is string {
  return key === 'description' && typeof value === 'string';
}

const asides = /\s*[^.]*\b(?:vendor|section)\b[^.]*\./g;

/** A description without what is said about HashiCorp's pages, and about other parts of our document. */
function withoutNotes(description: string): string {
  const paragraphs = description.split('\n\n').filter((paragraph) => !paragraph.trim().startsWith('('));
  return paragraphs.map((paragraph) => paragraph.replaceAll(asides, '').trim()).join('\n\n');
}
