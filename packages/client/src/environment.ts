import { type AdminRunsClient, type AdminRunsClientOptions, createAdminRunsClient } from './client.ts';

type Environment = Record<string, string | undefined>;

/**
 * Creates a client for the installation that the environment names, by the variables of go-tfe and of the terraform
 * command:
 *
 * - address: `TFE_ADDRESS`, or `https://` and `TFE_HOSTNAME`;
 * - token: `TFE_TOKEN`, or `TF_TOKEN_` and the host, its dots written as `_` and its hyphens as `__`:
 *   `TF_TOKEN_tfe_example_com`.
 *
 * @param options Options that do not come from the environment.
 * @param env The environment. Default: `process.env`.
 * @throws {TypeError} if the address or the token is in none of the variables.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 */
export function fromEnvironment(
  options: { [Option in keyof AdminRunsClientOptions]?: AdminRunsClientOptions[Option] | undefined } = {},
  env: Environment = processEnvironment(),
): AdminRunsClient {
  const address = options.address ?? (env.TFE_ADDRESS || (env.TFE_HOSTNAME && `https://${env.TFE_HOSTNAME}`));
  const token = options.token ?? (env.TFE_TOKEN || (address && env[tokenVariable(address)]));
  if (!token || !address) throw new TypeError('Set TFE_ADDRESS and TFE_TOKEN');
  return createAdminRunsClient({ ...options, address, token });
}

/** Not every runtime has a `process`. */
function processEnvironment(): Environment {
  const { process } = globalThis as { process?: { env?: Environment } };
  return process?.env ?? {};
}

/** `TF_TOKEN_tfe_example_com` for `https://tfe.example.com`. */
function tokenVariable(address: string): string {
  const [, host = ''] = address.toLowerCase().split(/[:/]+/);
  return `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}`;
}
