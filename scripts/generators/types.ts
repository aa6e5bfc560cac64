import assert from 'node:assert/strict';
import ts from 'typescript';
import { folder } from './project.ts';

const configFile = `${folder}/tsconfig.json`;
const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

/**
 * Describes the declared type of the page that a client lists.
 *
 * @throws {AssertionError} if statuses or times are not plain strings, or `type` does not distinguish included resources.
 */
export function describePageType(name: string): string {
  const result = [resultOf(name, 'listSome')];
  const page = members(result, 'data').some(isArray) ? result : members(result, 'data');
  const attributes = members(members(page, 'data').flatMap(elementsOf), 'attributes');
  assert.equal(print(members(attributes, 'status')), '`string`', 'the type of a status');
  assert.equal(print(members(attributes, 'created-at')), '`string`', 'the type of a time');

  const included = members(page, 'included').flatMap(elementsOf).flatMap(constituents);
  const types = included.map((resource) => members([resource], 'type'));
  assert.equal(included.length, 3, 'the number of types in `included`');
  for (const [type] of types) assert.ok(type && type.flags & ts.TypeFlags.Literal, 'the literal type of a resource');
  return print(page.flatMap(constituents));
}

/** The type that a promise of an exported function resolves to. */
function resultOf(name: string, exported: string): ts.Type {
  const source = program.getSourceFile(`${folder}/clients/${name}.ts`);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === exported);
  const [signature] = symbol ? checker.getTypeOfSymbol(symbol).getCallSignatures() : [];
  const result = signature && checker.getAwaitedType(signature.getReturnType());
  if (!result) throw new Error(`generators/clients/${name}.ts exports no function ${exported}`);
  return result;
}

function constituents(type: ts.Type): ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** The types that a member has in these types, and in the branches of unions that have it. */
function members(types: ts.Type[], name: string): ts.Type[] {
  return types
    .flatMap(constituents)
    .flatMap((type) => type.getProperty(name) ?? [])
    .map((property) => checker.getTypeOfSymbol(property));
}

function isArray(type: ts.Type): boolean {
  return checker.isArrayType(type);
}

function elementsOf(type: ts.Type): readonly ts.Type[] {
  return constituents(type)
    .filter(isArray)
    .flatMap((array) => checker.getTypeArguments(array as ts.TypeReference));
}

/** The names of types, without those that would be written out. */
function print(types: ts.Type[]): string {
  const names = types
    .map((type) => checker.typeToString(type))
    .map((name) => (/^\w+$/.test(name) ? `\`${name}\`` : 'an object'));
  return [...new Set(names)].join(' or ');
}
