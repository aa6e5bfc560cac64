import { readFile } from 'node:fs/promises';
import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };
import portable from '@tfe-admin-runs/openapi/openapi-3.0.json' with { type: 'json' };

for (const { openapi, paths } of [document, portable]) console.log(openapi, Object.keys(paths).length);
for (const name of ['openapi.yaml', 'openapi-3.0.yaml']) {
  const yaml = await readFile(new URL(import.meta.resolve(`@tfe-admin-runs/openapi/${name}`)), 'utf8');
  console.log(yaml.split('\n', 1)[0]);
}
