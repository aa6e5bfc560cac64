// `npm run size`: fails if the client, minified and gzipped, has grown beyond its limit (decisions/0015).
import { bundled, wholeClient } from './bench/bundle.ts';

const limit = 8600;
const { bytes } = await bundled(wholeClient);
console.log(`The client is ${bytes} bytes, minified and gzipped; the limit is ${limit}.`);
if (bytes > limit) {
  console.error(
    `It is ${bytes - limit} bytes too large. Find what grew, or argue for a higher limit in decisions/0015.`,
  );
  process.exitCode = 1;
}
