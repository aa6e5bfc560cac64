import type { Context, Node, Visitor } from './redocly.ts';

/**
 * Redocly decorator that converts the document to OpenAPI 3.0.3 while it is bundled.
 *
 * Besides what 3.0 cannot express, it replaces what many tools get wrong: arrays in the query, which they send in a form
 * that the platform ignores, the open status, the optional body, and variables in the server URL.
 */
export function portable(): Visitor {
  return {
    Root: {
      enter(root) {
        root.openapi = '3.0.3';
      },
    },
    License: {
      enter(license) {
        if (license.identifier) license.url = `https://spdx.org/licenses/${license.identifier}`;
        delete license.identifier;
      },
    },
    Server: { enter: fillInVariables },
    Parameter: { enter: joinArray },
    RequestBody: {
      enter(body) {
        body.required = true;
      },
    },
    Schema: {
      enter(schema, context) {
        closeOpenEnum(schema, context);
        rewriteSchema(schema);
      },
    },
  };
}

function fillInVariables(server: Node) {
  const variables = Object.entries((server.variables ?? {}) as Record<string, { default: string }>);
  for (const [name, variable] of variables) server.url = `${server.url}`.replace(`{${name}}`, variable.default);
  delete server.variables;
}

/** Replaces an array in the query with a string that has commas. */
function joinArray(parameter: Node, { resolve }: Context) {
  const schema = resolve((parameter.schema ?? {}) as Node).node;
  if (parameter.in !== 'query' || schema?.type !== 'array') return;
  const values = resolve(schema.items as Node).node?.enum;
  parameter.schema = { type: 'string' };
  parameter.description = withValues(parameter.description, values);
  if (Array.isArray(parameter.example)) parameter.example = parameter.example.join(',');
  delete parameter.style;
  delete parameter.explode;
}

/** Replaces `anyOf: [an enum, {type: string}]`, on which tools disagree, with a plain string. */
function closeOpenEnum(schema: Node, { resolve }: Context) {
  if (!Array.isArray(schema.anyOf)) return;
  const [known, open] = schema.anyOf.map((branch) => resolve(branch).node);
  if (!known?.enum || open?.type !== 'string') return;
  delete schema.anyOf;
  schema.type = 'string';
  schema.description = withValues(schema.description, known.enum);
}

/** Replaces the keywords of a schema that 3.0 does not have. */
export function rewriteSchema(schema: Node) {
  if (Array.isArray(schema.type)) {
    const [type, ...others] = schema.type.filter((type) => type !== 'null');
    if (others.length > 0) throw new Error(`OpenAPI 3.0 has no type ${schema.type.join(' or ')}`);
    if (schema.type.includes('null')) schema.nullable = true;
    schema.type = type;
  }
  if (Array.isArray(schema.examples)) {
    [schema.example] = schema.examples;
    delete schema.examples;
  }
  if ('const' in schema) {
    schema.enum = [schema.const];
    delete schema.const;
  }
}

/** Adds the values of an enum to a description, after its first paragraph. */
function withValues(description: unknown, values: unknown): unknown {
  if (!Array.isArray(values)) return description;
  const [subject = '', ...notes] = `${description}`.split('\n\n');
  const known = values.map((value) => `\`${value}\``).join(', ');
  return [subject.trimEnd(), `Known values: ${known}.`, ...notes].join('\n\n');
}
