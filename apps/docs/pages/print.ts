import {
  document,
  nameOf,
  operations,
  type Parameter,
  type Reference,
  type Response,
  resolve,
  type Schema,
} from '../document.ts';
import { type GeneratedPage, jsonBlock, table } from './page.ts';

const { schemas, examples } = document.components;

/** The whole reference as one plain page, to print and to read without JavaScript. */
export function printPage(): GeneratedPage {
  const headerRows = Object.entries(headerNames()).map(([name, header]) => [`\`${name}\``, header.description]);
  return {
    path: 'reference/print',
    title: 'Plain reference',
    description: 'The whole API reference on one plain page, to print or to read without JavaScript.',
    markdown: [
      `# ${document.info.title}`,
      `Version ${document.info.version} of the document.`,
      document.info.description.trim().replaceAll(/^#/gm, '##'),
      ...operations.map(operationSection),
      `## Response headers\n\n${table(['Header', 'Meaning'], headerRows)}`,
      '## Schemas',
      ...Object.entries(schemas).map(schemaSection),
    ].join('\n\n'),
  };
}

function operationSection({ method, path, requestBody, ...operation }: (typeof operations)[number]): string {
  const body = requestBody && ['### Request body', requestBody.description, ...mediaTypes(requestBody)];
  const samples = operation['x-codeSamples'].map(({ label, source }) => `${label}:\n\n${fence(label, source)}`);
  const parts = [
    `## ${operation.summary}`,
    `\`${method} ${path}\``,
    operation.description,
    '### Parameters',
    ...operation.parameters.map(parameterSection),
    ...(body ?? []),
    ...Object.entries(operation.responses).map(responseSection),
    '### Samples',
    ...samples,
  ];
  return parts.map((part) => part.trim()).join('\n\n');
}

function fence(label: string, source: string): string {
  const language = { curl: 'sh', TypeScript: 'ts', Go: 'go' }[label] ?? 'sh';
  return `\`\`\`${language}\n${source.trim()}\n\`\`\``;
}

function parameterSection({ name, required, description, schema }: Parameter): string {
  return `#### \`${name}\`\n\n${typeOf(schema)}${required ? ', required' : ''}\n\n${description}`;
}

function responseSection([status, reference]: [string, Response | Reference]): string {
  const response = resolve(reference);
  const title = status === 'default' ? 'Any other response' : `Response ${status}`;
  return [`### ${title}`, `${response.description}.`, ...mediaTypes(response)].join('\n\n');
}

/** The schema and the examples of a body. */
function mediaTypes({ content }: Pick<Response, 'content'>): string[] {
  return Object.entries(content).flatMap(([type, media]) => [
    `\`${type}\`: ${typeOf(media.schema)}`,
    ...Object.values(media.examples).map((reference) => {
      const { summary, value } = examples[nameOf(reference)] ?? {};
      return `${summary}:\n\n${jsonBlock(value)}`;
    }),
  ]);
}

/** The headers of all responses, by the names under which they are sent. */
function headerNames() {
  const responses = operations.flatMap((operation) => Object.values(operation.responses).map((each) => resolve(each)));
  const sent = responses.flatMap((response) => Object.entries(response.headers));
  return Object.fromEntries(
    sent.filter(([, header]) => '$ref' in header).map(([name, header]) => [name, resolve(header)]),
  );
}

function schemaSection([name, schema]: [string, Schema]): string {
  const parts = [`### ${name}`, schema.description?.trim() ?? ''];
  if (schema.enum)
    parts.push(
      table(
        ['Value', 'Meaning'],
        schema.enum.map((value) => [`\`${value}\``, meaningOf(schema, value)]),
      ),
    );
  if (schema.oneOf) parts.push(`One of ${schema.oneOf.map(typeOf).join(', ')}.`);
  if (schema.properties) parts.push(table(['Field', 'Type', 'Meaning'], fieldRows(schema)));
  return parts.filter((part) => part !== '').join('\n\n');
}

function meaningOf(schema: Schema, value: string): string {
  return schema['x-enumDescriptions']?.[value] ?? '';
}

/** A row for each field, and for the fields below it, with the whole path. */
function fieldRows(schema: Schema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const type = `${typeOf(field)}${schema.required?.includes(name) ? ', required' : ''}`;
    const description = field.description ?? (field.$ref && resolve<Schema>(field as Reference).description) ?? '';
    return [[`\`${path}\``, type, firstParagraph(description)], ...fieldRows(field, `${path}.`)];
  });
}

/** What a schema accepts, in words. A component is a link to its section. */
function typeOf(schema: Schema | Reference): string {
  if ('$ref' in schema && schema.$ref) return linkTo(nameOf(schema as Reference));
  const { type, items, anyOf, format, enum: values, minimum, maximum, default: fallback } = schema as Schema;
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (items) return `list of ${typeOf(items)}`;
  const base = [type].flat().join(' or ');
  const range = minimum === undefined ? '' : ` from ${minimum}${maximum === undefined ? '' : ` to ${maximum}`}`;
  const constant = values?.length === 1 ? `, always \`${values[0]}\`` : '';
  return `${base}${format ? ` (${format})` : ''}${range}${constant}${fallback === undefined ? '' : `, default ${fallback}`}`;
}

function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function firstParagraph(text: string): string {
  return text.split('\n\n')[0] ?? '';
}
