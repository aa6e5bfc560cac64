import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** A module as it goes over the wire: bundled with all that it imports, minified, and then gzipped. */
export async function bundled(contents: string) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'packages/contract' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // What lies in a temporary folder finds its imports here.
    nodePaths: ['node_modules'],
    write: false,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return { code, bytes: gzipSync(code, { level: 9 }).length };
}

export const wholeClient = "export * from '@tfe-admin-runs/client'";
/** What a user would install otherwise: a typed client and retries. */
export const openapiFetchAndKy =
  "export * from 'openapi-fetch'; export { default } from 'openapi-fetch'; export * from 'ky'; export { default as ky } from 'ky'";
