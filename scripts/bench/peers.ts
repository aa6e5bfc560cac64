import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { generate } from 'orval';

/** The output of two other generators for the same document, as modules. They are deleted when `work` is done. */
export async function withPeers<T>(work: (peers: { heyApi: string; orval: string }) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-peers-'));
  const input = 'openapi/dist/openapi.json';
  const [heyApi, orval] = [join(folder, 'hey-api'), join(folder, 'orval.ts')];
  const { log } = console;
  try {
    console.log = () => {}; // orval congratulates
    const plugins = ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'] as const;
    await createClient({ input, output: heyApi, plugins: [...plugins], logs: { level: 'silent' } });
    await generate({ input: { target: input }, output: { target: orval, client: 'axios', mode: 'single' } });
    console.log = log;
    return await work({
      heyApi: `export * from '${heyApi}/index.ts'; export { client } from '${heyApi}/client.gen.ts'`,
      orval: `export * from '${orval}'`,
    });
  } finally {
    console.log = log;
    await rm(folder, { recursive: true });
  }
}
