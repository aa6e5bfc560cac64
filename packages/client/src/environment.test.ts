import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AdminRunsClientOptions, fromEnvironment } from './index.ts';
import { answer, example } from './testing/stub.ts';

afterEach(() => vi.unstubAllEnvs());

/** Where a client sends its token, and which. */
async function sends(env?: Record<string, string>, options: Partial<AdminRunsClientOptions> = {}) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return answer(example('empty-page'));
  };
  await fromEnvironment({ fetch, ...options }, env).list();
  return requests.map(({ url, headers }) => `${new URL(url).origin} ${headers.get('Authorization')?.slice(7)}`).join();
}

describe('fromEnvironment', () => {
  const TFE_ADDRESS = 'https://tfe.example.com';

  test.each<[what: string, env: Record<string, string>, sent: string]>([
    ['TFE_ADDRESS and TFE_TOKEN', { TFE_ADDRESS, TFE_TOKEN: 'a' }, 'https://tfe.example.com a'],
    ['a final slash', { TFE_ADDRESS: 'https://tfe.example.com/', TFE_TOKEN: 'a' }, 'https://tfe.example.com a'],
    ['TFE_HOSTNAME', { TFE_HOSTNAME: 'tfe.example.com', TFE_TOKEN: 'a' }, 'https://tfe.example.com a'],
    ['TFE_ADDRESS first', { TFE_ADDRESS, TFE_HOSTNAME: 'other', TFE_TOKEN: 'a' }, 'https://tfe.example.com a'],
    ['no empty ones', { TFE_ADDRESS: '', TFE_HOSTNAME: 'h', TFE_TOKEN: '', TF_TOKEN_h: 'a' }, 'https://h a'],
    ["terraform's form", { TFE_ADDRESS, TF_TOKEN_tfe_example_com: 'a' }, 'https://tfe.example.com a'],
    ['TFE_TOKEN first', { TFE_ADDRESS, TFE_TOKEN: 'a', TF_TOKEN_tfe_example_com: 'b' }, 'https://tfe.example.com a'],
    [
      'a host in capitals',
      { TFE_HOSTNAME: 'TFE.example.com', TF_TOKEN_tfe_example_com: 'a' },
      'https://tfe.example.com a',
    ],
    [
      'hyphens',
      { TFE_HOSTNAME: 'my-tfe.example.com', TF_TOKEN_my__tfe_example_com: 'a' },
      'https://my-tfe.example.com a',
    ],
    ['a port', { TFE_ADDRESS: 'http://localhost:8080', TF_TOKEN_localhost: 'a' }, 'http://localhost:8080 a'],
    ["a host's port", { TFE_HOSTNAME: 'tfe:8443', TF_TOKEN_tfe: 'a' }, 'https://tfe:8443 a'],
  ])('takes %s', async (_, env, sent) => {
    expect(await sends(env)).toBe(sent);
  });

  test('takes what it is told rather than the environment', async () => {
    expect(await sends({ TFE_ADDRESS, TFE_TOKEN: 'a' }, { address: 'https://other', token: 'b' })).toBe(
      'https://other b',
    );
    expect(await sends({ TF_TOKEN_other: 'c' }, { address: 'https://other' })).toBe('https://other c');
  });

  test('reads process.env by default', async () => {
    vi.stubEnv('TFE_ADDRESS', TFE_ADDRESS);
    vi.stubEnv('TFE_TOKEN', 'a');
    expect(await sends()).toBe('https://tfe.example.com a');
  });

  test.each<Record<string, string>>([
    {},
    { TFE_ADDRESS },
    { TFE_HOSTNAME: 'tfe.example.com' },
    { TFE_TOKEN: 'hush' },
    { TFE_HOSTNAME: '', TFE_TOKEN: 'hush' },
    { TFE_ADDRESS, TF_TOKEN_other_example_com: 'hush' },
  ])('says what to set if there is only %o', (env) => {
    expect(() => fromEnvironment({}, env)).toThrow(new TypeError('Set TFE_ADDRESS and TFE_TOKEN'));
  });

  test('says what a wrong address should be like, and repeats neither it nor the token', () => {
    const env = { TFE_ADDRESS: 'https://user:hush@tfe.example.com', TFE_TOKEN: 'hush' };
    expect(() => fromEnvironment({}, env)).toThrow(new TypeError('address must be like https://tfe.example.com'));
    expect(() => fromEnvironment({}, { ...env, TFE_ADDRESS: 'tfe.example.com' })).toThrow('address must be like');
  });

  test('works where there is no process, as in a browser', () => {
    vi.stubGlobal('process', undefined);
    const make = () => fromEnvironment();
    expect(make).toThrow('Set TFE_ADDRESS and TFE_TOKEN');
    vi.unstubAllGlobals();
  });
});
