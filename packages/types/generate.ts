// `node generate.ts [DOCUMENT]` writes src/openapi.gen.ts from the document. With --check it only says whether that file is
// up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const [path] = positionals;
const document = path ? pathToFileURL(path) : new URL(import.meta.resolve('@tfe-admin-runs/openapi/openapi.yaml'));
const file = new URL('src/openapi.gen.ts', import.meta.url);

const groups: string[] = [];

const nodes = await openapiTS(document, {
  enumValues: true,
  silent: true,
  // An open enum is written `anyOf: [RunStatus, {type: string}]`. TypeScript would reduce a plain union to `string`, but
  // editors still complete the known values of `RunStatus | (string & {})`.
  transform: ({ anyOf, ...schema }) => {
    for (const [key, statuses] of Object.entries(schema)) {
      const group = /^x-(queued|running|waiting|final)-statuses$/.exec(key)?.[1];
      if (group) groups.push(`export const ${group}Statuses = ${JSON.stringify(statuses)} as const;`);
    }
    const [known, open] = anyOf ?? [];
    if (anyOf?.length !== 2 || !known || !('$ref' in known) || !open || !('type' in open) || open.type !== 'string') {
      return;
    }
    return ts.factory.createUnionTypeNode([
      schemaType(known.$ref.split('/').at(-1) as string),
      ts.factory.createIntersectionTypeNode([
        ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
        ts.factory.createTypeLiteralNode([]),
      ]),
    ]);
  },
});
const generated = `// Made by \`npm run generate\` from openapi/openapi.yaml; do not edit.

${astToString([...nodes, ...shortNames()])}
${groups.join('\n')}
`;

if (!values.check) {
  await writeFile(file, generated);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== generated) {
  console.error('packages/types/src/openapi.gen.ts does not agree with openapi/openapi.yaml: run `npm run generate`.');
  process.exitCode = 1;
}

function schemaType(name: string) {
  return ts.factory.createTypeReferenceNode(`components["schemas"]["${name}"]`);
}

/** `Run` for `components["schemas"]["Run"]`, and so on: the generator's own `rootTypes` leave out the descriptions. */
function* shortNames() {
  const isComponents = (node: ts.Node) => ts.isInterfaceDeclaration(node) && node.name.text === 'components';
  const components = nodes.find(isComponents) as ts.InterfaceDeclaration;
  // The first section: schemas.
  const [{ type: schemas }] = components.members as unknown as [ts.PropertySignature];
  for (const schema of (schemas as ts.TypeLiteralNode).members) {
    const { text: name } = schema.name as ts.Identifier;
    const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
    yield ts.setSyntheticLeadingComments(
      ts.factory.createTypeAliasDeclaration(exported, name, undefined, schemaType(name)),
      ts.getSyntheticLeadingComments(schema),
    );
  }
}
