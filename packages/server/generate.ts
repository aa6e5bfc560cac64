// Writes the parts of the document that the server needs: src/facts.gen.json, src/world.gen.json, and
// src/validators.gen.ts with compiled validators. Loading Ajv and the document would double the startup time.
import { writeFileSync } from 'node:fs';
import { type ErrorObject, findUnknownValueMessage, formats } from '@tfe-admin-runs/http';
import document from '@tfe-admin-runs/openapi/openapi.dereferenced.json' with { type: 'json' };
import { _, type AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { ExampleWorld, Facts, Operation, Parameter } from './src/facts.ts';
import { relax } from './src/http/leniency.ts';
import { injectedFailure, newRun, runUpdate } from './src/test-surface/schemas.ts';

interface ErrorExample {
  value: { errors?: ErrorObject[] };
}

interface DocumentOperation {
  operationId: Operation['operationId'];
  parameters?: (Parameter & { in: string })[];
  requestBody?: { content: Record<string, { schema: AnySchema }> };
  responses: Record<string, { content?: Record<string, { examples?: Record<string, ErrorExample> }> }>;
}

const folder = new URL('src/', import.meta.url);
const { schemas, examples, headers } = document.components;
const paths = document.paths as unknown as Record<string, Record<string, DocumentOperation>>;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => readOperation(path, method, operation)),
);

const facts: Facts = {
  operations: operations.map(({ operation }) => operation),
  errors: readErrors(),
  finalStatuses: schemas.RunStatus['x-final-statuses'],
  adminPageStatuses: schemas.RunStatus['x-admin-page-statuses'],
  timestamps: Object.keys(schemas.StatusTimestamps.properties),
  apiVersion: headers.ApiVersion.example,
};
writeFileSync(new URL('facts.gen.json', folder), JSON.stringify(facts));
writeFileSync(new URL('world.gen.json', folder), JSON.stringify(readWorld()));
writeValidators();

function readOperation(path: string, method: string, raw: DocumentOperation) {
  const { operationId, parameters = [], requestBody, responses } = raw;
  const content = Object.entries(requestBody?.content ?? {});
  const badRequests = Object.values(responses['400']?.content ?? {})
    .flatMap((media) => Object.values(media.examples ?? {}))
    .flatMap(({ value }) => value.errors ?? []);

  function readParameter({ name, schema, example }: Parameter): Parameter {
    const unknownValue = findUnknownValueMessage(badRequests, name);
    return { name, schema, example, ...(unknownValue !== undefined && { unknownValue }) };
  }

  const operation: Operation = {
    operationId,
    method: method.toUpperCase(),
    path,
    parameters: parameters.filter((parameter) => parameter.in === 'query').map(readParameter),
    bodyTypes: content.map(([mediaType]) => mediaType),
  };
  return { operation, bodySchema: content[0]?.[1].schema };
}

function readErrors(): Facts['errors'] {
  const named = Object.entries(examples as unknown as Record<string, ErrorExample>);
  return Object.fromEntries(
    named.flatMap(([name, { value }]) => {
      const [error] = value?.errors ?? [];
      return error ? [[name, error]] : [];
    }),
  );
}

/** The installation that the examples show. Several pages have the same run. */
function readWorld(): ExampleWorld {
  const pages = [examples['everything-included'], examples['middle-page'], examples['single-page']];
  const runs = pages.flatMap(({ value }) => value.data);
  const { included } = examples['everything-included'].value;
  return { included, runs: [...new Map(runs.map((run) => [run.id, run])).values()] } as ExampleWorld;
}

function writeValidators() {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    formats,
    code: { source: true, esm: true, formats: _`formats` },
  });
  const names: string[] = [];
  function add(name: string, schema: AnySchema) {
    ajv.addSchema(withoutProse(schema), `v${names.length}`);
    names.push(name);
  }
  for (const { operation, bodySchema } of operations) {
    for (const { name, schema } of operation.parameters)
      add(`${operation.operationId} ${name}`, relax(schema) as AnySchema);
    if (bodySchema) add(operation.operationId, bodySchema);
  }
  add('newRun', newRun);
  add('runUpdate', runUpdate);
  add('injectedFailure', injectedFailure);

  const compiled = standalone.default(ajv, Object.fromEntries(names.map((_name, index) => [`v${index}`, `v${index}`])));
  // Ajv generates `require` calls even for modules. Vitest imports the default export itself, Node an object that has it.
  const asModule = compiled.replace(
    /const (\w+) = require\("([^"]+)"\)\.default;/g,
    "import $1Module from '$2.js'; const $1 = $1Module.default ?? $1Module;",
  );
  const byName = names.map((name, index) => `${JSON.stringify(name)}: v${index}`).join(', ');
  const code = [
    '// @ts-nocheck',
    "import { formats } from '@tfe-admin-runs/http';",
    "import type { Validator } from './facts.ts';",
    asModule,
    `export const validators: Record<string, Validator> = { ${byName} };`,
  ];
  writeFileSync(new URL('validators.gen.ts', folder), code.join('\n'));
}

/** `verbose` puts each schema into the compiled code. Without its descriptions, that code loads faster. */
function withoutProse(schema: AnySchema): AnySchema {
  const prose = ['description', 'examples', 'x-enumDescriptions'];
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    const isProse = prose.includes(key) && (key !== 'description' || typeof value === 'string');
    return isProse ? undefined : value;
  });
}
