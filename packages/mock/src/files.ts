// Everything that the package reads at run time. The files lie beside this one in the sources; the build copies them
// beside the bundle, so the same relative paths hold in both.
import { createRequire } from 'node:module';
import type { Operation } from './operation.ts';

const require = createRequire(import.meta.url);

export const version: string = require('../package.json').version;

/** Reads the operations of the document, as Prism's loader read them when the package was built. */
export function readOperations(): Operation[] {
  return require('./operations.gen.json');
}
