import { type AdminRunsClient, type AdminRunsClientOptions, createAdminRunsClient } from './client.ts';

/**
 * A client for the installation that the environment names, in the words of go-tfe and of the terraform command:
 *
 * - the address is `TFE_ADDRESS`, or `https://` and `TFE_HOSTNAME`;
 * - the token is `TFE_TOKEN`, or `TF_TOKEN_` and the host, its dots as `_` and its hyphens as `__`:
 *   `TF_TOKEN_tfe_example_com`.
 *
 * @param options what is not to come from the environment.
 * @param env default: `process.env`.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 * @throws {TypeError} that names the variables to set, if the address or the token is in none of them.
 */
export function fromEnvironment(
  options: { [Option in keyof AdminRunsClientOptions]?: AdminRunsClientOptions[Option] | undefined } = {},
  env: Record<string, string | undefined> = (globalThis as { process?: { env: Record<string, string> } }).process
    ?.env ?? {},
): AdminRunsClient {
  const { address = env.TFE_ADDRESS || `https://${env.TFE_HOSTNAME ?? ''}` } = options;
  const [, host = ''] = address.toLowerCase().split(/[:/]+/);
  const { token = env.TFE_TOKEN || env[`TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}`] } = options;
  if (!token || address === 'https://') throw new TypeError('Set TFE_ADDRESS and TFE_TOKEN');
  return createAdminRunsClient({ ...options, address, token });
}
