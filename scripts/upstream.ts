// `npm run upstream`: writes our document as a chapter of HashiCorp's own OpenAPI document, in its style. With
// `-- --into FILE`, writes a copy of that document with the chapter in it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { createChapter } from './upstream/chapter.ts';
import { mergeChapter } from './upstream/merge.ts';

const { into, output } = parseArgs({
  options: { into: { type: 'string' }, output: { type: 'string', default: 'artifacts/upstream.json' } },
}).values;

const chapter = createChapter(readJson('openapi/dist/openapi.json'));
const document = into === undefined ? chapter : mergeChapter(readJson(into), chapter);
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `${JSON.stringify(document, null, 2)}\n`);
console.log(`Wrote ${output}`);

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
