// `npm run generators`: feeds our document to generators of other projects, compiles what they write, and drives it at
// our server. A table in openapi/README.md shows what the generated code makes of the responses; `-- --write` updates it.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { drive } from './generators/drive.ts';
import { describe, folder, names, run } from './generators/project.ts';
import { isInReadme, writeToReadme } from './generators/table.ts';

const { write } = parseArgs({ options: { write: { type: 'boolean', default: false } } }).values;

rmSync(`${folder}/generated`, { recursive: true, force: true });
run('npm', 'ci');
run('npm', 'run', 'spectral');
for (const name of names) run('npm', 'run', name);
// The oldest TypeScript that our own packages support, and the newest: code that was generated must outlive an upgrade.
for (const compiler of ['typescript', 'typescript-7']) run(process.execPath, `node_modules/${compiler}/bin/tsc`);

// Reads what was just generated.
const { describePageType } = await import('./generators/types.ts');
const rows = [['Generator', 'Document', 'Setting', 'The page is', 'Its type', 'A 404 is']];
for (const name of names) {
  rows.push(await tryClient(name));
  console.log(`${name}: its requests arrive, and it reads the responses`);
}
if (write) writeToReadme(rows);
if (!isInReadme(rows)) {
  console.error('The table in openapi/README.md is out of date: run `npm run generators -- --write`.');
  process.exitCode = 1;
}

async function tryClient(name: string): Promise<string[]> {
  try {
    const { generator, version, document, setting } = describe(name);
    const { page, notFound } = await drive(name);
    return [`${generator}, ${version}`, `\`${document}\``, setting, page, describePageType(name), notFound];
  } catch (error) {
    throw new Error(`generators/clients/${name}.ts does not work`, { cause: error });
  }
}
