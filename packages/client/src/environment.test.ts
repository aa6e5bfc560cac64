import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AdminRunsClientOptions, fromEnvironment, tokenVariable } from './index.ts';
import { example, responseOf } from './testing/stub.ts';

afterEach(() => vi.unstubAllEnvs());

/** The URL of a client's request, and its token. */
async function sends(env?: Record<string, string>, options: Partial<AdminRunsClientOptions> = {}) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return responseOf(example('empty-page'));
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

  test('prefers its options to the environment', async () => {
    expect(await sends({ TFE_ADDRESS, TFE_TOKEN: 'a' }, { address: 'https://other', token: 'b' })).toBe(
      'https://other b',
    );
    expect(await sends({ TF_TOKEN_other: 'c' }, { address: 'https://other' })).toBe('https://other c');
  });

  describe('takes a token in every form that terraform does', () => {
    test.each<[host: string, variable: string]>([
      ['my-tfe.example.com', 'TF_TOKEN_my__tfe_example_com'],
      ['my-tfe.example.com', 'TF_TOKEN_my-tfe_example_com'],
      ['my-tfe.example.com', 'TF_TOKEN_my-tfe.example.com'],
      ['my-tfe.example.com', 'TF_TOKEN_my__tfe.example_com'],
      ['my-tfe.example.com', 'TF_TOKEN_MY__TFE_Example_COM'],
      ['MY-TFE.example.com', 'TF_TOKEN_my__tfe_example_com'],
      ['café.fr', 'TF_TOKEN_café_fr'],
      ['café.fr', 'TF_TOKEN_CAFÉ.fr'],
      ['café.fr', 'TF_TOKEN_xn--caf-dma.fr'],
      ['café.fr', 'TF_TOKEN_xn____caf__dma_fr'],
      ['xn--caf-dma.fr', 'TF_TOKEN_café_fr'],
      ['tfe.example.com:8443', 'TF_TOKEN_tfe_example_com:8443'],
      ['tfe.example.com', 'TF_TOKEN_tfe_example_com:443'],
      ['[::1]:8443', 'TF_TOKEN_[::1]'],
    ])('for %s: %s', async (host, variable) => {
      expect(await sends({ TFE_HOSTNAME: host, [variable]: 'a' })).toMatch(/ a$/);
    });

    test.each<[host: string, variable: string]>([
      ['tfe.example.com', 'TF_TOKEN_other_example_com'],
      ['tfe.example.com', 'TF_TOKEN_tfe_example_com_evil_example'],
      ['tfe.example.com', 'TF_TOKEN_evil_tfe_example_com'],
      ['tfe.example.com', 'TF_TOKEN_tfe_example_com:8443'],
      ['tfe.example.com', 'TF_TOKEN_x@tfe_example_com'],
      ['tfe.example.com', 'TF_TOKEN_tfe_example_com/path'],
      ['tfe.example.com', 'TF_TOKEN_'],
      ['tfe.example.com', 'tf_token_tfe_example_com'],
      ['tfe.example.com:8443', 'TF_TOKEN_tfe_example_com:9443'],
    ])('not for %s: %s', (host, variable) => {
      expect(() => fromEnvironment({}, { TFE_HOSTNAME: host, [variable]: 'hush' })).toThrow(/^No token for /);
    });

    test('the one with the port before the one without', async () => {
      const env = { TFE_HOSTNAME: 'tfe:8443', TF_TOKEN_tfe: 'a', 'TF_TOKEN_tfe:8443': 'b' };
      expect(await sends(env)).toBe('https://tfe:8443 b');
    });

    test('any host, with its name in any form', async () => {
      const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,5}[a-z0-9])?$/).filter((text) => !text.includes('--'));
      const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
      await fc.assert(
        fc.asyncProperty(host, fc.infiniteStream(fc.boolean()), async (host, coins) => {
          const flip = () => coins.next().value as boolean;
          const letters = [...host].map((letter) => {
            if (letter === '-') return flip() ? '__' : '-';
            if (letter === '.') return flip() ? '_' : '.';
            return flip() ? letter.toUpperCase() : letter;
          });
          const env = { TFE_HOSTNAME: host, [`TF_TOKEN_${letters.join('')}`]: 'a' };
          expect(await sends(env)).toBe(`https://${host} a`);
        }),
        { numRuns: 300 },
      );
    });
  });

  test('reads process.env by default', async () => {
    vi.stubEnv('TFE_ADDRESS', TFE_ADDRESS);
    vi.stubEnv('TFE_TOKEN', 'a');
    expect(await sends()).toBe('https://tfe.example.com a');
  });

  test.each<Record<string, string>>([{}, { TFE_TOKEN: 'hush' }, { TFE_HOSTNAME: '', TFE_TOKEN: 'hush' }])(
    'says which variables can have the address if there is only %o',
    (env) => {
      const error = new TypeError('No address: set TFE_ADDRESS or TFE_HOSTNAME');
      expect(() => fromEnvironment({}, env)).toThrow(error);
    },
  );

  test.each<[env: Record<string, string>, host: string, variable: string]>([
    [{ TFE_ADDRESS }, 'tfe.example.com', 'TF_TOKEN_tfe_example_com'],
    [{ TFE_HOSTNAME: 'my-tfe.example.com' }, 'my-tfe.example.com', 'TF_TOKEN_my__tfe_example_com'],
    [{ TFE_ADDRESS, TFE_TOKEN: '', TF_TOKEN_tfe_example_com: '' }, 'tfe.example.com', 'TF_TOKEN_tfe_example_com'],
    [{ TFE_ADDRESS, TF_TOKEN_other_example_com: 'hush' }, 'tfe.example.com', 'TF_TOKEN_tfe_example_com'],
    [{ TFE_ADDRESS: 'http://localhost:8080' }, 'localhost:8080', 'TF_TOKEN_localhost'],
    [{ TFE_HOSTNAME: 'café.fr' }, 'xn--caf-dma.fr', 'TF_TOKEN_xn____caf__dma_fr'],
  ])('says which variables can have the token if there is only %o', (env, host, variable) => {
    const error = new TypeError(`No token for ${host}: set TFE_TOKEN or ${variable}`);
    expect(() => fromEnvironment({}, env)).toThrow(error);
  });

  test('says what is right instead of an invalid address, and quotes neither it nor the token', () => {
    const env = { TFE_ADDRESS: 'https://user:hush@tfe.example.com', TFE_TOKEN: 'hush' };
    expect(() => fromEnvironment({}, env)).toThrow(new TypeError('address must be like https://tfe.example.com'));
    expect(() => fromEnvironment({}, { ...env, TFE_ADDRESS: 'tfe.example.com' })).toThrow('address must be like');
  });

  test('works where there is no process, as in a browser', () => {
    vi.stubGlobal('process', undefined);
    const make = () => fromEnvironment();
    expect(make).toThrow('No address: set TFE_ADDRESS or TFE_HOSTNAME');
    vi.unstubAllGlobals();
  });
});

describe('tokenVariable', () => {
  test.each<[env: Record<string, string>, variable: string | undefined]>([
    [{ TFE_TOKEN: 'a', TF_TOKEN_tfe_example_com: 'b' }, 'TFE_TOKEN'],
    [{ TFE_TOKEN: '', TF_TOKEN_TFE_example_com: 'b' }, 'TF_TOKEN_TFE_example_com'],
    [{ TF_TOKEN_other: 'b' }, undefined],
  ])('of %j is %s', (env, variable) => {
    expect(tokenVariable('https://tfe.example.com', env)).toBe(variable);
  });
});
