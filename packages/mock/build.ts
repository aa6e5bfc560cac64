// Writes dist/operations.json: the document as Prism's own loader reads it. Done when the package is built, because
// the loader's modules (OpenAPI 2, Postman, remote references) would take a quarter of every start of the mock.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';

const document = createRequire(import.meta.url).resolve('@tfe-admin-runs/openapi/openapi.json');
const operations = await getHttpOperationsFromSpec(document);
mkdirSync(new URL('dist/', import.meta.url), { recursive: true });
writeFileSync(new URL('dist/operations.json', import.meta.url), JSON.stringify(operations));
