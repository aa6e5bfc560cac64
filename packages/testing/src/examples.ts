import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };

export type ExampleName = keyof typeof document.components.examples;

/** A copy of an example of the document, by its name. */
// biome-ignore lint/suspicious/noExplicitAny: a test knows what is in the example that it asks for
export function example(name: ExampleName): any {
  return structuredClone(document.components.examples[name].value);
}
