import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { tokenVariable } from '@tfe-admin-runs/client';
import { isConfidential } from '@tfe-admin-runs/command';
import { CommandError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';

export interface Credentials {
  /** The origin of the installation. */
  address: string;
  /** Where the address comes from, for `doctor`. */
  addressSource: string;
  token: string;
  /** Where the token comes from, for `doctor`. */
  tokenSource: string;
}

interface CredentialOptions {
  address?: string | undefined;
  tokenStdin?: boolean | undefined;
}

/** Finds the installation and the token: options first, then the environment, then what `terraform login` has saved. */
export async function findCredentials(options: CredentialOptions, host: Host): Promise<Credentials> {
  const { address, addressSource } = findAddress(options, host.env);
  const { token, tokenSource } = await findToken(address, options, host);
  // The token is not quoted.
  if (!/^[!-~]+$/.test(token))
    throw new CommandError(`What ${tokenSource} has is not an API token`, exitCodes.unauthorized);
  return { address, addressSource, token, tokenSource };
}

type Token = Pick<Credentials, 'token' | 'tokenSource'>;

async function findToken(address: string, { tokenStdin }: CredentialOptions, host: Host): Promise<Token> {
  if (tokenStdin) return { token: await readFromStdin(host), tokenSource: '--token-stdin' };
  const owner = ownerOfToken(host.env);
  const isOwn = owner === undefined || owner === address;
  const env = isOwn ? host.env : { ...host.env, TFE_TOKEN: undefined };
  const variable = tokenVariable(address, env);
  const found = variable
    ? { token: (env[variable] as string).trim(), tokenSource: variable }
    : findSaved(address, credentialsFile(host));
  if (found) {
    assertMeantFor(address, found);
    return found;
  }
  const { origin, host: name } = new URL(owner ?? address);
  throw missingToken(isOwn ? `No token for ${name}` : `TFE_TOKEN is for ${origin}, not for ${address}`);
}

/** The tokens of terraform are for a host, and terraform sends them by https only. */
function assertMeantFor(address: string, { tokenSource }: Token): void {
  if (tokenSource === 'TFE_TOKEN' || isConfidential(new URL(address))) return;
  throw new CommandError(
    `The token in ${tokenSource} is not sent to ${address}, because others could read it on the way: use https, or set TFE_TOKEN`,
    exitCodes.unauthorized,
  );
}

async function readFromStdin({ stdin }: Host): Promise<string> {
  // It would be shown while it is typed.
  if (stdin.isTTY) throw new CommandError('--token-stdin reads a pipe: `… | tfe-admin-runs --token-stdin …`');
  const token = (await text(stdin)).trim();
  if (token) return token;
  throw missingToken('Standard input has no token');
}

function findAddress({ address }: CredentialOptions, env: Host['env']) {
  if (address) return { address: toOrigin(address, '--address'), addressSource: '--address' };
  if (env.TFE_ADDRESS) return { address: toOrigin(env.TFE_ADDRESS, 'TFE_ADDRESS'), addressSource: 'TFE_ADDRESS' };
  if (env.TFE_HOSTNAME)
    return { address: toOrigin(`https://${env.TFE_HOSTNAME}`, 'TFE_HOSTNAME'), addressSource: 'TFE_HOSTNAME' };
  throw new CommandError('No installation: pass --address https://tfe.example.com, or set TFE_ADDRESS or TFE_HOSTNAME');
}

/** Not quoted in the message: it may contain a password. */
function toOrigin(address: string, source: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && url.pathname === '/';
  if (isOrigin && !url.search && !url.hash) return url.origin;
  throw new CommandError(`${source} is not the URL of an installation, like https://tfe.example.com`);
}

/**
 * The installation that TFE_TOKEN belongs to, if the environment has both: the token must not be sent to the `--address` of
 * another.
 */
function ownerOfToken(env: Host['env']): string | undefined {
  const hasBoth = env.TFE_TOKEN && (env.TFE_ADDRESS || env.TFE_HOSTNAME);
  return hasBoth ? findAddress({}, env).address : undefined;
}

/** The file in which `terraform login` keeps tokens. */
function credentialsFile({ home, env }: Host): string {
  const folder = env.APPDATA ? join(env.APPDATA, 'terraform.d') : join(home, '.terraform.d');
  return join(folder, 'credentials.tfrc.json');
}

/** The token for a host in the file, which maps hosts to `{ token }`. */
function findSaved(address: string, file: string): Token | undefined {
  const { host } = new URL(address);
  const { credentials } = Object(readJson(file)) as { credentials?: Record<string, { token?: unknown }> };
  const entries = Object.entries(Object(credentials) as Record<string, { token?: unknown }>);
  const [, entry] = entries.find(([name]) => hostIn(name) === host) ?? [];
  const token = typeof entry?.token === 'string' ? entry.token.trim() : '';
  return token ? { token, tokenSource: file } : undefined;
}

function hostIn(name: string): string | undefined {
  return URL.canParse(`https://${name}`) ? new URL(`https://${name}`).host : undefined;
}

function readJson(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError(`Cannot read ${file}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(content);
  } catch {
    // The message of the parser would quote a piece of it.
    throw new CommandError(`${file} is not JSON. Run \`terraform login\` again, or set TFE_TOKEN`);
  }
}

function missingToken(what: string): CommandError {
  const message = `${what}: set TFE_TOKEN, pass it with --token-stdin, or run \`terraform login\``;
  return new CommandError(message, exitCodes.unauthorized);
}
