import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };

export type ExampleName = keyof typeof document.components.examples;

/** A copy of an example of the document, by its name. */
// biome-ignore lint/suspicious/noExplicitAny: a test knows the type of the example that it uses
export function example(name: ExampleName): any {
  return structuredClone(document.components.examples[name].value);
}
