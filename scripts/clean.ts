// Removes what builds and tests leave behind; `npm run build` makes it again.
import { globSync, rmSync } from 'node:fs';

for (const path of globSync([
  '{openapi,packages/*,apps/*}/{dist,.turbo}',
  'packages/{mock,server}/src/*.gen.*',
  '.turbo',
  'node_modules/.cache/turbo',
  'artifacts',
  'tarballs',
  'generators/{generated,node_modules}',
])) {
  rmSync(path, { recursive: true });
  console.log(`removed ${path}`);
}
