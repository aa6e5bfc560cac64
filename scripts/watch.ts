// `npm run watch [ADDRESS]`: fails when HashiCorp's own OpenAPI document has the admin endpoints for runs, which it lacked in
// 2026. Then this repository's document must be compared with it, and perhaps has done its work. A workflow runs it weekly.

/** HashiCorp publishes it inside of go-tfe. */
const upstream = 'https://raw.githubusercontent.com/hashicorp/go-tfe/main/v2/openapi/spec.json';

interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * The operations on runs below `/admin`, such as `GET /admin/runs`.
 *
 * @throws if the document is not one that can be searched: a document that has moved must not look like one without them.
 */
export function adminRunOperations(document: unknown): string[] {
  if (!isOpenApi(document)) throw new Error('this is not an OpenAPI document with paths');
  const found = Object.entries(document.paths).filter(([path]) => /\/admin\/runs(\/|$)/.test(path));
  return found.flatMap(([path, item]) => {
    const operations = Object.keys(item).filter((key) => methods.includes(key));
    return operations.map((method) => `${method.toUpperCase()} ${path}`);
  });
}

function isOpenApi(document: unknown): document is OpenApiDocument {
  const { openapi, paths } = Object(document) as Partial<OpenApiDocument>;
  return typeof openapi === 'string' && Object.keys(Object(paths)).length > 0;
}

if (import.meta.main) {
  const [address = upstream] = process.argv.slice(2);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} responded with ${response.status}: has it moved?`);
  const operations = adminRunOperations(await response.json());
  if (operations.length > 0) {
    console.error(`HashiCorp's document now has ${operations.join(' and ')}: compare it with openapi/openapi.yaml.`);
    process.exitCode = 1;
  } else console.log("HashiCorp's document still has no admin endpoints for runs.");
}
