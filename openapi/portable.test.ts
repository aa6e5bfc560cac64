import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

function path(name: string) {
  return fileURLToPath(new URL(name, import.meta.url));
}

function read(name: string) {
  return JSON.parse(readFileSync(path(`dist/${name}`), 'utf8'));
}

const folder = mkdtempSync(join(tmpdir(), 'portable-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command of Redocly with a separate configuration. */
function redocly(command: string, file: string, config: object) {
  const configFile = join(folder, 'redocly.yaml');
  writeFileSync(configFile, stringify(config));
  const program = path('../node_modules/@redocly/cli/bin/cli.js');
  return spawnSync(process.execPath, [program, command, file, '--config', configFile], { encoding: 'utf8' });
}

describe('the portable bundle', () => {
  const document = read('openapi-3.0.json');
  const original = read('openapi.json');
  const list = document.paths['/api/v2/admin/runs'].get;
  const forceCancel = document.paths['/api/v2/admin/runs/{run_id}/actions/force-cancel'].post;

  function parameter(name: string) {
    return list.parameters.find((each: { name: string }) => each.name === name);
  }

  it('is valid OpenAPI 3.0', async () => {
    expect(document.openapi).toBe('3.0.3');
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  it('passes the rules of the specification in Redocly, with examples that fit and no component left over', () => {
    const examples = { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error' };
    const rules = { ...examples, 'no-invalid-parameter-examples': 'error', 'no-unused-components': 'error' };
    const { status, stdout, stderr } = redocly('lint', path('dist/openapi-3.0.json'), { extends: ['spec'], rules });
    expect(stdout + stderr).toContain('Your API description is valid');
    expect(status).toBe(0);
  });

  it('has every operation, parameter, response and example of the document', () => {
    expect(outline(document)).toEqual(outline(original));
    expect(Object.keys(document.components.examples)).toEqual(Object.keys(original.components.examples));
  });

  it('takes lists as strings with commas, and names their values', () => {
    expect(parameter('filter[status]')).toMatchObject({
      schema: { type: 'string' },
      example: 'planning,applying',
      description: expect.stringMatching(/\n\nKnown values: `pending`, .*`assessed`\.\n\n/),
    });
    expect(parameter('include')).toMatchObject({ schema: { type: 'string' }, example: 'workspace.organization' });
    expect(JSON.stringify(list.parameters)).not.toMatch(/"(array|explode|style)"/);
  });

  it('requires the body of a force-cancel', () => {
    expect(forceCancel.requestBody.required).toBe(true);
  });

  it('has a plain status, with the known ones in its description', () => {
    const { status } = document.components.schemas.RunAttributes.properties;
    expect(status).toEqual({
      type: 'string',
      description: expect.stringMatching(/^The status .*\n\nKnown values: `pending`, .*`assessed`\.\n\n\(/),
    });
    expect(document.components.schemas).not.toHaveProperty('RunStatus');
  });

  it('has one server, without variables', () => {
    expect(document.servers).toEqual([{ url: 'https://tfe.example.com', description: expect.any(String) }]);
  });

  it('takes `null` where the document does', () => {
    expect(nullablePointers(document)).toEqual(nullablePointers(original));
    expect(nullablePointers(original)).not.toEqual([]);
  });
});

/** What a document offers, without its schemas. */
function outline({ paths }: { paths: object }) {
  return JSON.parse(JSON.stringify(paths), (key, value) => {
    if (['schema', 'description', 'example', 'required', 'style', 'explode'].includes(key)) return undefined;
    return value;
  });
}

/** The JSON pointers of the schemas that allow `null`, in the form of 3.0 or of 3.1. */
function nullablePointers(value: unknown, pointer = ''): string[] {
  if (value === null || typeof value !== 'object') return [];
  const { nullable, type } = value as { nullable?: boolean; type?: unknown };
  const isNullable = nullable === true || (Array.isArray(type) && type.includes('null'));
  const below = Object.entries(value).flatMap(([key, child]) => nullablePointers(child, `${pointer}/${key}`));
  return isNullable ? [pointer, ...below] : below;
}

describe('the decorator', () => {
  function portable(schemas: object) {
    const file = join(folder, 'openapi.yaml');
    const info = { title: 'Minimal', version: '1.0.0', license: { name: 'MIT', identifier: 'MIT' } };
    writeFileSync(file, stringify({ openapi: '3.1.0', info, paths: {}, components: { schemas } }));
    const decorators = { 'house/portable': 'on' };
    return redocly('bundle', file, { plugins: [path('house-rules.ts')], decorators });
  }

  function schemaOf(schema: object) {
    return parse(portable({ Schema: schema }).stdout).components.schemas.Schema;
  }

  it.each([
    [{ const: 'runs' }, { enum: ['runs'] }],
    [
      { type: 'string', const: 'runs', enum: ['runs'] },
      { type: 'string', enum: ['runs'] },
    ],
    [{ type: ['null', 'integer'] }, { type: 'integer', nullable: true }],
    [{ type: ['string'] }, { type: 'string' }],
    [
      { type: 'string', examples: ['a', 'b'] },
      { type: 'string', example: 'a' },
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }, { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
  ])('writes %j as %j', (schema, expected) => expect(schemaOf(schema)).toEqual(expected));

  it('stops at a type that 3.0 cannot express', () => {
    const { status, stderr } = portable({ Schema: { type: ['string', 'integer'] } });
    expect(status).not.toBe(0);
    expect(stderr).toContain('OpenAPI 3.0 has no type string or integer');
  });

  it('replaces what 3.0 does not know in the information', () => {
    const { info, openapi } = parse(portable({}).stdout);
    expect({ openapi, license: info.license }).toEqual({
      openapi: '3.0.3',
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT' },
    });
  });
});
