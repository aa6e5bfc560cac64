import { type AdminRunsClient, type AdminRunsClientOptions, createAdminRunsClient, originOf } from './client.ts';

type Environment = Record<string, string | undefined>;

/**
 * Creates a client for the installation that the environment names, by the variables of go-tfe and of the terraform
 * command:
 *
 * - address: `TFE_ADDRESS`, or `https://` and `TFE_HOSTNAME`;
 * - token: `TFE_TOKEN`, or `TF_TOKEN_` and the host in any form that terraform takes, for example
 *   `TF_TOKEN_tfe_example_com` or `TF_TOKEN_my__tfe.example.com`.
 *
 * @param options Options that do not come from the environment.
 * @param env The environment. Default: `process.env`.
 * @throws {TypeError} if the address or the token is in none of the variables, or an option is not valid.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 */
export function fromEnvironment(
  options: { [Option in keyof AdminRunsClientOptions]?: AdminRunsClientOptions[Option] | undefined } = {},
  env: Environment = processEnvironment(),
): AdminRunsClient {
  const address = options.address ?? (env.TFE_ADDRESS || (env.TFE_HOSTNAME && `https://${env.TFE_HOSTNAME}`));
  if (!address) throw new TypeError('No address: set TFE_ADDRESS or TFE_HOSTNAME');
  const token = options.token ?? tokenIn(address, env);
  return createAdminRunsClient({ ...options, address, token });
}

/**
 * Returns the name of the variable that has the token for an installation: `TFE_TOKEN`, or `TF_TOKEN_` and the host.
 * Undefined if none has.
 *
 * @param address The URL of the installation.
 * @param env The environment. Default: `process.env`.
 * @throws {TypeError} if the address is not valid.
 */
export function tokenVariable(address: string, env: Environment = processEnvironment()): string | undefined {
  return env.TFE_TOKEN ? 'TFE_TOKEN' : terraformVariable(address, env);
}

function tokenIn(address: string, env: Environment): string {
  const token = env[tokenVariable(address, env) ?? ''];
  if (token) return token;
  const { host, hostname } = new URL(address);
  const variable = prefix + hostname.replaceAll('-', '__').replaceAll('.', '_');
  throw new TypeError(`No token for ${host}: set TFE_TOKEN or ${variable}`);
}

/** Empty in a runtime without `process`. */
function processEnvironment(): Environment {
  const { process } = globalThis as { process?: { env?: Environment } };
  return process?.env ?? {};
}

const prefix = 'TF_TOKEN_';

/** The variable whose token terraform would use for the host. One that also names its port comes first. */
function terraformVariable(address: string, env: Environment): string | undefined {
  const { host, hostname } = new URL(originOf(address));
  const names = Object.keys(env).filter((name) => name.startsWith(prefix) && env[name]);
  return names.find((name) => hostIn(name) === host) ?? names.find((name) => hostIn(name) === hostname);
}

/** The host in the name of a variable, as a URL has it: in lower case and in punycode. Undefined if it is not a host. */
function hostIn(name: string): string | undefined {
  const host = name.slice(prefix.length).replaceAll('__', '-').replaceAll('_', '.');
  try {
    return new URL(originOf(`https://${host}`)).host;
  } catch {
    return undefined;
  }
}
