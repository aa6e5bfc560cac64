import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function file(name: string) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function read(name: string) {
  return readFileSync(file(name), 'utf8');
}

const bundle = JSON.parse(read('dist/openapi.json'));

/** Every value in a document with its JSON pointer, parents first. */
function* nodes(value: Json, pointer = ''): Generator<[pointer: string, value: Json]> {
  yield [pointer, value];
  if (value === null || typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) {
    yield* nodes(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

const all = [...nodes(bundle)];
const at = new Map(all);
function target(value: Json): Json {
  const ref = Object(value).$ref;
  return ref === undefined ? value : target(at.get(ref.slice(1)) ?? null);
}

/** Media types, parameters and headers have a `schema` beside their examples; a schema's own are a list of values. */
const examples = all.flatMap(([pointer, value]): { name: string; schema: string; value: Json }[] => {
  const { schema, example, examples: named } = Object(value);
  const row = (key: string, own: string, value: Json) => ({ name: `${pointer}/${key}`, schema: pointer + own, value });
  if (Array.isArray(named)) return named.map((value, index) => row(`examples/${index}`, '', value));
  if (schema === undefined) return [];
  return [
    ...(example === undefined ? [] : [row('example', '/schema', example)]),
    ...Object.entries<Json>(named ?? {}).map(([key, value]) => {
      return row(`examples/${key}`, '/schema', Object(target(value)).value);
    }),
  ];
});

const ajv = new Ajv2020({ strict: true, allErrors: true });
formats.default(ajv);
// Ajv reads the document as one big schema. In strict mode it must know the keywords that OpenAPI adds.
const extensions = all.flatMap(([pointer]) => pointer.match(/(?<=\/)x-[^/]*$/) ?? []);
ajv.addVocabulary([...new Set([...Object.keys(bundle), ...extensions])]);
ajv.addSchema(bundle, 'bundle');
function validator(schema: string) {
  return ajv.compile({ $ref: `bundle#${encodeURI(schema)}` });
}

/** Copies of a value. In each, one leaf is replaced by a value that no schema here allows. */
function* spoil(value: Json): Generator<Json> {
  if (value === null || typeof value !== 'object') return yield [['spoiled']];
  for (const [key, child] of Object.entries(value)) {
    for (const spoiled of spoil(child)) yield Object.assign(structuredClone(value), { [key]: spoiled });
  }
}

describe('the examples', () => {
  it.each(examples)('fit their schema: $name', ({ schema, value }) => {
    const validate = validator(schema);
    expect(validate(value), ajv.errorsText(validate.errors)).toBe(true);
  });

  it.each(examples)('are described by their schema in every part: $name', ({ schema, value }) => {
    const validate = validator(schema);
    expect([...spoil(value)].filter((copy) => validate(copy))).toEqual([]);
  });

  it.each(readdirSync(file('examples')))('of openapi/examples are all used: %s', (name) => {
    const { value } = parse(read(`examples/${name}`));
    expect(examples.map((example) => example.value)).toContainEqual(value);
  });
});

describe('the statuses', () => {
  const status = bundle.components.schemas.RunStatus;
  // Copied from the vendor's page ("List all runs", filter[status]), independently of our own document.
  const adminPage = (
    'pending plan_queued planning planned confirmed apply_queued applying applied discarded errored canceled ' +
    'cost_estimating cost_estimated policy_checking policy_override policy_soft_failed policy_checked planned_and_finished'
  ).split(' ');

  const groups = ['queued', 'running', 'waiting', 'final'];
  function statusesOf(group: string): string[] {
    return status[`x-${group}-statuses`];
  }

  it('are each listed once', () => expect(new Set(status.enum)).toHaveLength(status.enum.length));

  it("of the vendor's page are all listed, and no others", () => {
    expect(status['x-admin-page-statuses'].toSorted()).toEqual(adminPage.toSorted());
  });

  it('are each in one group', () => {
    expect(groups.flatMap(statusesOf).sort()).toEqual(status.enum.toSorted());
  });

  it.each<string>(status.enum)(
    'have a description that begins with their group, and marks the documented: %s',
    (name) => {
      const group = groups.find((group) => statusesOf(group).includes(name));
      const mark = adminPage.includes(name) ? ', documented' : '';
      expect(status['x-enumDescriptions'][name].toLowerCase().split('.', 1)).toEqual([`${group}${mark}`]);
    },
  );
});
