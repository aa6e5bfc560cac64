import { runCommand } from '@tfe-admin-runs/command';

// node:http and node:tls take longer to load than everything else: only what needs them imports them.

type Environment = Record<string, string | undefined>;

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/** Of Node 22 and of Node 24 before 24.14; the second is about how the first is built. */
const proxyFlags = ['--use-env-proxy', '--disable-warning=UNDICI-EHPA'];

/**
 * Makes `fetch` use the proxy that the environment names, as curl and gh do. A Node that can only do so from its start is
 * started once more.
 */
export async function useProxyFromEnvironment(name: string): Promise<void> {
  const { env, execArgv } = process;
  const hasProxy = proxyVariables.some((variable) => env[variable]);
  const isUsed = env.NODE_USE_ENV_PROXY === '1' || execArgv.includes('--use-env-proxy');
  if (!hasProxy || isUsed) return;
  // Node 24.14 and 25.4 have it; @types/node of 24 does not know.
  const { setGlobalProxyFromEnv } = (await import('node:http')) as { setGlobalProxyFromEnv?: () => void };
  if (setGlobalProxyFromEnv) return setGlobalProxyFromEnv();
  await restart(name, proxyFlags);
}

/** Replaces this process by one with more flags of Node; Windows can only run it as a child. */
async function restart(name: string, flags: string[]): Promise<void> {
  const args = [...flags, ...process.execArgv, ...process.argv.slice(1)];
  if (process.platform === 'win32') process.exit(await runCommand(name, { file: process.execPath, args }, {}));
  process.execve?.(process.execPath, [process.execPath, ...args], process.env as Record<string, string>);
}

let trusting: Promise<void> | undefined;

/** Trusts the certificates of the system too. Called when they are needed, because reading them takes a while. */
export function trustSystemCertificates(): Promise<void> {
  trusting ??= trust();
  return trusting;
}

async function trust(): Promise<void> {
  const { getCACertificates, setDefaultCACertificates } = await import('node:tls');
  // The defaults are those that Node brings, and those of NODE_EXTRA_CA_CERTS.
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
}

/** The proxy for an address, without its password, for `doctor`. It need not be used: NO_PROXY can exclude the host. */
export function proxyFor(address: string, env: Environment): string | undefined {
  const isSecure = address.startsWith('https:');
  const [value] = proxyVariables
    .filter((name) => name.toLowerCase().startsWith(isSecure ? 'https' : 'http_'))
    .flatMap((name) => env[name] || []);
  if (!value) return undefined;
  if (!URL.canParse(value)) return 'set, but not a URL';
  const { protocol, host } = new URL(value);
  const noProxy = env.no_proxy || env.NO_PROXY;
  return `${protocol}//${host}${noProxy ? ` except for ${noProxy}` : ''}`;
}
