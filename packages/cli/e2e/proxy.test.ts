import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as createProxy, type Server as HttpServer } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { certificate, certificatePath } from '@tfe-admin-runs/testing/certificate';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bin } from './command.ts';

const require = createRequire(import.meta.url);

/** An installation behind a certificate that no authority has signed, and the proxy on the only way to it. */
let installation: SecureServer;
let proxy: HttpServer;
/** What the proxy was asked for: the address, and with which credentials. */
let asked: string[];

const page = JSON.stringify({ data: [], meta: { pagination: {}, 'status-counts': { total: 3, planning: 3 } } });
const credentials = `Basic ${Buffer.from('user:pa@ss').toString('base64')}`;

beforeAll(async () => {
  installation = createSecureServer(certificate, (_, response) => {
    response.setHeader('Content-Type', 'application/vnd.api+json').end(page);
  });
  proxy = createProxy((_, response) => response.writeHead(500).end());
  proxy.on('connect', (request, client) => {
    const given = request.headers['proxy-authorization'];
    asked.push(`${request.url} ${given}`);
    client.on('error', () => {});
    if (given !== credentials)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    const upstream = connect(portOf(installation), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => {});
  });
  await Promise.all([listenOnLoopback(installation), listenOnLoopback(proxy)]);
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  for (const server of [installation, proxy]) server.close().closeAllConnections();
});

function portOf(server: HttpServer | SecureServer): number {
  return (server.address() as AddressInfo).port;
}

/** The oldest Node that the command runs on, the one of this repository, and the newest. */
const nodes: [name: string, executable: string | undefined][] = [
  ['Node 22.21', installed(`node-${platform}-${arch}-22.21`)],
  [`Node ${process.versions.node}`, process.execPath],
  ['Node 26', installed(`node-${platform}-${arch}-26`)],
];

function installed(name: string): string | undefined {
  const files = (require.resolve.paths('x') ?? []).map((path) => join(path, name, 'bin/node'));
  return files.find((file) => existsSync(file));
}

describe.each(nodes)('under %s', (name, executable) => {
  if (!executable) console.warn(`NOT TESTED under ${name}: npm has none for ${platform} ${arch}.`);

  /** Counts, with nothing in the environment but what is given. */
  function counts(env: Record<string, string>) {
    const address = `https://127.0.0.1:${portOf(installation)}`;
    return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const all = { TFE_ADDRESS: address, TFE_TOKEN: 'a-token', ...env };
      execFile(executable as string, [bin, 'counts'], { env: all }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, stdout, stderr });
      });
    });
  }

  function proxyUrl(user: string): string {
    return `http://${user}@127.0.0.1:${portOf(proxy)}`;
  }

  const counted = { code: 0, stdout: 'running\t3\nplanning\t3\ntotal\t3\n', stderr: '' };
  const NODE_EXTRA_CA_CERTS = certificatePath;

  test.skipIf(!executable).each(['HTTPS_PROXY', 'https_proxy'])('uses %s, with its credentials', async (variable) => {
    expect(await counts({ [variable]: proxyUrl('user:pa%40ss'), NODE_EXTRA_CA_CERTS })).toEqual(counted);
    expect(asked).toEqual([`127.0.0.1:${portOf(installation)} ${credentials}`]);
  });

  test.skipIf(!executable)('obeys NO_PROXY', async () => {
    const env = { HTTPS_PROXY: proxyUrl('user:pa%40ss'), NO_PROXY: '127.0.0.1', NODE_EXTRA_CA_CERTS };
    expect(await counts(env)).toEqual(counted);
    expect(asked).toEqual([]);
  });

  test.skipIf(!executable)('reports a proxy that wants other credentials, without them', async () => {
    const { code, stderr } = await counts({ HTTPS_PROXY: proxyUrl('user:wrong'), NODE_EXTRA_CA_CERTS });
    expect(code).toBe(4);
    expect(stderr).toContain('Not sent to');
    expect(stderr).not.toContain('wrong');
  });

  // OpenSSL reads the certificates of the system from there.
  test.skipIf(!executable)('trusts the certificates of the system', async () => {
    expect(await counts({ SSL_CERT_FILE: certificatePath })).toEqual(counted);
  });

  test.skipIf(!executable)('rejects a self-signed certificate', async () => {
    const { code, stderr } = await counts({});
    expect(code).toBe(4);
    expect(stderr).toMatch(/Not sent to .*self-signed certificate.*check NODE_EXTRA_CA_CERTS/s);
  });
});

describe('under an older Node', () => {
  const executable = installed(`node-${platform}-${arch}-20`);
  if (!executable) console.warn(`NOT TESTED under Node 20: npm has none for ${platform} ${arch}.`);

  test.skipIf(!executable)('says which one it needs', async () => {
    const stderr = await new Promise<string>((resolve) =>
      execFile(executable as string, [bin, '--version'], (_, __, text) => resolve(text)),
    );
    expect(stderr).toBe('tfe-admin-runs needs Node 22.21 or newer, or 24.5 or newer; this is v20.0.0.\n');
  });
});
