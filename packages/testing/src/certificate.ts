import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../certificate/', import.meta.url);

/** The path of a self-signed certificate for 127.0.0.1. */
export const certificatePath = fileURLToPath(new URL('certificate.pem', folder));

/** The certificate and its key, as `https.createServer` takes them. */
export const certificate = {
  cert: readFileSync(certificatePath),
  key: readFileSync(new URL('key.pem', folder)),
};
