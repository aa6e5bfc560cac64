// Writes src/operations.gen.json: the document as Prism's own loader reads it. Loading the loader's modules (OpenAPI 2,
// Postman, remote references) would take a quarter of every start of the mock.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';

const document = createRequire(import.meta.url).resolve('@tfe-admin-runs/openapi/openapi.json');
const operations = await getHttpOperationsFromSpec(document);
writeFileSync(new URL('src/operations.gen.json', import.meta.url), JSON.stringify(operations));
