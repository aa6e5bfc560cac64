import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bundles a module with everything that it imports, minified. Returns the code and its gzipped size. */
export async function bundled(contents: string) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'packages/contract' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // Modules in a temporary folder resolve their imports here.
    nodePaths: ['node_modules'],
    write: false,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return { code, bytes: gzipSync(code, { level: 9 }).length };
}

export const wholeClient = "export * from '@tfe-admin-runs/client'";
/** What a user would install instead: a typed client and retries. */
export const openapiFetchAndKy =
  "export * from 'openapi-fetch'; export { default } from 'openapi-fetch'; export * from 'ky'; export { default as ky } from 'ky'";
