/** Redocly plugin: the house rules that no assertion in redocly.yaml can say, and the decorators. */
import manifest from '../package.json' with { type: 'json' };
import { portable } from './portable.ts';
import type { Node, Visitor } from './redocly.ts';

const operationKeys = [
  'summary',
  'description',
  'operationId',
  'tags',
  'parameters',
  'requestBody',
  'responses',
  'x-codeSamples',
  'externalDocs',
];

const rules: Record<string, () => Visitor> = {
  'operation-key-order': () => ({
    Operation: {
      enter(operation, { report, location }) {
        const present = Object.keys(operation).filter((key) => operationKeys.includes(key));
        const wanted = operationKeys.filter((key) => present.includes(key));
        const at = wanted.findIndex((key, index) => key !== present[index]);
        if (at === -1) return;
        report({
          message: `"${wanted[at]}" must come before "${present[at]}". The order of an operation's keys: ${operationKeys.join(', ')}.`,
          location: location.child([`${wanted[at]}`]).key(),
        });
      },
    },
  }),

  'comma-list': () => ({
    Parameter: {
      enter(parameter, { report, location, resolve }) {
        const { in: place, name, style, explode } = parameter;
        const schema = resolve((parameter.schema ?? {}) as Node).node;
        if (place !== 'query' || ![schema?.type].flat().includes('array')) return;
        // Spelled out, since the default of `explode` is the form that the platform does not understand.
        if (style === 'form' && explode === false) return;
        report({
          message: `The array "${name}" must say \`style: form\` and \`explode: false\`: the platform wants one parameter with commas.`,
          location: location.key(),
        });
      },
    },
  }),

  'named-enum': () => ({
    Schema: {
      enter(schema, { report, location }) {
        if (!Array.isArray(schema.enum) || /^#\/components\/schemas\/[^/]+$/.test(location.pointer)) return;
        // The `type` of a JSON:API resource: a const, repeated as an enum for generators that do not support const.
        if (schema.enum.length === 1 && schema.enum[0] === schema.const) return;
        report({
          message:
            'An inline enum gets an unusable name from generators: make it a component and `$ref` it. (A single value may stay, with the same `const`.)',
          location: location.child(['enum']),
        });
      },
    },
  }),

  'enum-descriptions': () => ({
    Schema: {
      enter(schema, { report, location }) {
        const described = schema['x-enumDescriptions'];
        if (described === undefined) return;
        const values = [schema.enum ?? []].flat().map(String);
        const keys = Object.keys(Object(described));
        const missing = values.filter((value) => !keys.includes(value));
        const unknown = keys.filter((key) => !values.includes(key));
        if (missing.length + unknown.length === 0) return;
        report({
          message: `\`x-enumDescriptions\` must describe every value of the enum and no other, or be left out. Missing: ${missing.join(', ') || 'none'}. Not in the enum: ${unknown.join(', ') || 'none'}.`,
          location: location.child(['x-enumDescriptions']).key(),
        });
      },
    },
  }),

  'property-description': () => ({
    SchemaProperties: {
      enter(properties, { report, location, resolve }) {
        for (const [name, property] of Object.entries(properties as Record<string, Node>)) {
          if (property.description || resolve(property).node?.description) continue;
          report({
            message: `The property "${name}" needs a \`description\`, its own or that of the component it refers to.`,
            location: location.child([name]).key(),
          });
        }
      },
    },
  }),
};

/** The address that a browser opens, of a repository as npm writes it. */
export function webAddress(repository: string) {
  return repository
    .replace(/^git\+/, '')
    .replace(/^(ssh:\/\/git@|git:\/\/)/, 'https://')
    .replace(/\.git$/, '');
}

// The repository's address is only in the root manifest. The document gets it when it is bundled.
function contact(): Visitor {
  return {
    Info: {
      enter(info) {
        info.contact = { ...(info.contact as Node), url: webAddress(manifest.repository.url) };
      },
    },
  };
}

export default () => ({ id: 'house', rules: { oas3: rules }, decorators: { oas3: { contact, portable } } });
