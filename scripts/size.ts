// `node scripts/size.ts`: fails if the client has grown beyond twice openapi-fetch, everything in both of them counted.
import { bundled, wholeClient, wholeOpenapiFetch } from './bench/bundle.ts';

const [{ bytes }, peer] = [await bundled(wholeClient), await bundled(wholeOpenapiFetch)];
const limit = 2 * peer.bytes;
console.log(`The client is ${bytes} bytes, minified and gzipped; the limit is ${limit}, twice openapi-fetch.`);
if (bytes > limit) {
  console.error(`It is ${bytes - limit} bytes too large: find out what grew, or whether it is worth a higher limit.`);
  process.exitCode = 1;
}
