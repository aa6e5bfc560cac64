// Writes into dist what the server needs of the document: dist/facts.json, and dist/validators.cjs, Ajv's validators
// compiled ahead. Done when the package is built, because Ajv and the whole document would double the time of a start.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };
import { _, type AnySchema } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import type { Facts, Operation, Parameter } from './src/document.ts';
import { formats } from './src/instant.ts';
import { relax } from './src/relax.ts';
import type { World } from './src/seed-demo.ts';
import { newFault, newRun } from './src/test-schemas.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const components = document.components as unknown as Record<string, Record<string, never>>;
const { RunStatus, StatusTimestamps } = document.components.schemas;

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as unknown as Record<string, never>).map(([method, operation]) =>
    readOperation(path, method, operation),
  ),
);
const facts: Facts = {
  operations: operations.map(({ operation }) => operation),
  errors: Object.fromEntries(
    Object.entries<{ value: { errors?: [never] } }>(components.examples ?? {}).flatMap(([name, { value }]) =>
      value?.errors ? [[name, value.errors[0]]] : [],
    ),
  ),
  statuses: RunStatus.enum,
  finalStatuses: RunStatus['x-final-statuses'],
  adminPageStatuses: RunStatus['x-admin-page-statuses'],
  timestamps: Object.keys(StatusTimestamps.properties),
  apiVersion: document.components.headers.ApiVersion.example,
};

mkdirSync(here('dist'), { recursive: true });
writeFileSync(here('dist/facts.json'), JSON.stringify(facts));
cpSync(here('src/migrations'), here('dist/migrations'), { recursive: true });
writeFileSync(here('dist/world.json'), JSON.stringify(readWorld()));
await writeValidators();

/** The installation that the examples show, and its runs, of which the pages show some twice. */
function readWorld(): World {
  const { 'everything-included': all, 'middle-page': middle, 'single-page': single } = document.components.examples;
  const runs = [all, middle, single].flatMap(({ value }) => value.data);
  return { included: all.value.included, runs: [...new Map(runs.map((run) => [run.id, run])).values()] } as World;
}

/** A reference followed to its end, here and below. */
function resolve<T>(value: T): T {
  if (Array.isArray(value)) return value.map(resolve) as T;
  if (value === null || typeof value !== 'object') return value;
  const { $ref } = value as { $ref?: string };
  if ($ref === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolve(child)])) as T;
  const [, , kind = '', name = ''] = $ref.split('/');
  return resolve(components[kind]?.[name] as T);
}

function readOperation(path: string, method: string, raw: never) {
  const {
    operationId,
    parameters = [],
    requestBody,
    responses,
  } = resolve<Record<string, never>>(raw) as never as {
    operationId: string;
    parameters?: ({ in: string; example?: unknown } & Parameter)[];
    requestBody?: { content: Record<string, { schema: AnySchema }> };
    responses: Record<string, { content?: Record<string, { examples?: Record<string, Example> }> }>;
  };
  const errors = Object.values(responses['400']?.content ?? {}).flatMap(({ examples = {} }) =>
    Object.values(examples).flatMap(({ value }) => value.errors ?? []),
  );
  const operation: Operation = {
    operationId,
    method: method.toUpperCase(),
    path,
    parameters: parameters.flatMap(({ in: place, name, schema, example }) => {
      const unknownValue = errors.find(({ source }) => source?.parameter === name)?.detail;
      if (place !== 'query') return [];
      return [{ name, schema, example, ...(unknownValue !== undefined && { unknownValue }) }];
    }),
    bodyTypes: Object.keys(requestBody?.content ?? {}),
  };
  const [body] = Object.values(requestBody?.content ?? {});
  return { operation, body: body?.schema };
}

interface Example {
  value: { errors?: { detail?: string; source?: { parameter?: string } }[] };
}

async function writeValidators() {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    formats,
    code: { source: true, formats: _`require("./src/instant.ts").formats` },
  });
  const names: string[] = [];
  function add(name: string, schema: AnySchema) {
    ajv.addSchema(withoutWords(schema), `v${names.push(name) - 1}`);
  }
  for (const { operation, body } of operations) {
    for (const { name, schema } of operation.parameters)
      add(`${operation.operationId} ${name}`, relax(schema) as AnySchema);
    if (body) add(operation.operationId, body);
  }
  add('newRun', newRun);
  add('newFault', newFault);

  const compiled = standalone.default(ajv, Object.fromEntries(names.map((_name, i) => [`v${i}`, `v${i}`])));
  const byName = names.map((name, i) => `${JSON.stringify(name)}: exports.v${i}`).join(', ');
  await build({
    stdin: { contents: `${compiled}; module.exports = { ${byName} };`, resolveDir: here('.') },
    bundle: true,
    platform: 'node',
    target: 'node24',
    outfile: here('dist/validators.cjs'),
  });
}

/** `verbose` puts every schema into the compiled code; its descriptions would only be read at every start. */
function withoutWords(schema: AnySchema): AnySchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    ['description', 'examples', 'x-enumDescriptions'].includes(key) &&
    (typeof value === 'string' || key !== 'description')
      ? undefined
      : value,
  );
}
