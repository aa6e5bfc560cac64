import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { describe, expect, test } from 'vitest';
import { type CliOptions, runCli } from './testing/run-cli.ts';

const page = { data: [], meta: { pagination: {}, 'status-counts': { total: 0 } } };

/** Runs `doctor`, and returns the origin and the token that it sends. */
async function sentBy(args: string[], options: CliOptions = {}) {
  const sent: string[] = [];
  const ran = await runCli(['doctor', ...args], {
    ...options,
    async fetch({ url, headers }) {
      sent.push(`${new URL(url).origin} ${headers.get('Authorization')}`);
      return Response.json(page, { headers: { 'Content-Type': 'application/vnd.api+json' } });
    },
  });
  return { ...ran, sent };
}

/** A home in which `terraform login` has saved this. */
function homeWith(content: string) {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, '.terraform.d'));
  writeFileSync(join(folder.path, '.terraform.d/credentials.tfrc.json'), content);
  return folder;
}

const TFE_ADDRESS = 'https://tfe.example.com';

describe('the installation', () => {
  test.each([
    [['--address', 'https://a.example.com/'], { TFE_ADDRESS }, 'https://a.example.com', '--address'],
    [[], { TFE_ADDRESS, TFE_HOSTNAME: 'b.example.com' }, TFE_ADDRESS, 'TFE_ADDRESS'],
    [[], { TFE_HOSTNAME: 'b.example.com:8443' }, 'https://b.example.com:8443', 'TFE_HOSTNAME'],
  ])('%j in %j is %s', async (args, env, address, source) => {
    const { sent, stdout } = await sentBy([...args, '--token-stdin'], { env, stdin: 'the-token\n' });
    expect(sent).toEqual([`${address} Bearer the-token`]);
    expect(stdout).toContain(`${address} from ${source}`);
    expect(stdout).not.toContain('the-token');
  });

  test('must be named', async () => {
    const { code, stderr } = await sentBy([]);
    expect(code).toBe(1);
    expect(stderr).toContain('pass --address https://tfe.example.com, or set TFE_ADDRESS or TFE_HOSTNAME');
  });

  test.each(['tfe.example.com', 'https://tfe.example.com/api', 'https://me:pass@tfe.example.com', 'ftp://tfe', 'x?y'])(
    'is not %s, which is not repeated',
    async (address) => {
      const { code, stderr, sent } = await sentBy(['--address', address], { env: { TFE_TOKEN: 'the-token' } });
      expect({ code, sent }).toEqual({ code: 1, sent: [] });
      expect(stderr).toBe(
        'tfe-admin-runs: --address is not the URL of an installation, like https://tfe.example.com\n',
      );
    },
  );
});

describe('the token', () => {
  test.each([
    [{ TFE_TOKEN: 'one', TF_TOKEN_tfe_example_com: 'two' }, 'one', 'TFE_TOKEN'],
    [{ TF_TOKEN_tfe_example_com: 'two' }, 'two', 'TF_TOKEN_tfe_example_com'],
    [{ TFE_TOKEN: ' one\n' }, 'one', 'TFE_TOKEN'],
  ])('in %j is %s', async (env, token, source) => {
    const { sent, stdout } = await sentBy([], { env: { TFE_ADDRESS, ...env } });
    expect(sent).toEqual([`${TFE_ADDRESS} Bearer ${token}`]);
    expect(stdout).toMatch(new RegExp(`token +from ${source}\\n`));
  });

  test('is what `terraform login` has saved, for the same host and port', async () => {
    const saved = { 'TFE.example.com': { token: 'saved' }, 'tfe.example.com:8443': { token: 'other' } };
    using home = homeWith(JSON.stringify({ credentials: saved }));
    const options = { env: { TFE_ADDRESS }, home: home.path };
    const { sent, stdout } = await sentBy([], options);
    expect(sent).toEqual([`${TFE_ADDRESS} Bearer saved`]);
    expect(stdout).toContain('credentials.tfrc.json');
    expect((await sentBy(['--address', 'https://tfe.example.com:8443'], options)).sent).toEqual([
      'https://tfe.example.com:8443 Bearer other',
    ]);
  });

  test.each(['{}', '[]', 'null', '{"credentials":{"tfe.example.com":null}}', '{"credentials":{"tfe.example.com":{}}}'])(
    'is missing if the file has %s',
    async (content) => {
      using home = homeWith(content);
      const { code, stderr, sent } = await sentBy([], { env: { TFE_ADDRESS }, home: home.path });
      expect({ code, sent }).toEqual({ code: 3, sent: [] });
      expect(stderr).toContain('set TFE_TOKEN, pass it with --token-stdin, or run `terraform login`');
    },
  );

  test('is not quoted if the file is not JSON', async () => {
    using home = homeWith('{"credentials": {"tfe.example.com": {"token": secret}}}');
    const { code, stderr } = await sentBy([], { env: { TFE_ADDRESS }, home: home.path });
    expect(code).toBe(1);
    expect(stderr).toContain('is not JSON. Run `terraform login` again, or set TFE_TOKEN');
    expect(stderr).not.toContain('secret');
  });

  test('in TFE_TOKEN is not sent to an installation that the environment does not name', async () => {
    const env = { TFE_ADDRESS, TFE_TOKEN: 'one' };
    const { code, sent, stderr } = await sentBy(['--address', 'https://elsewhere.example.com'], { env });
    expect({ code, sent }).toEqual({ code: 3, sent: [] });
    expect(stderr).toContain(`TFE_TOKEN is for ${TFE_ADDRESS}, not for https://elsewhere.example.com: set TFE_TOKEN`);
    expect((await sentBy(['--address', TFE_ADDRESS], { env })).sent).toEqual([`${TFE_ADDRESS} Bearer one`]);
  });

  test('of terraform is not sent unencrypted, except on this machine', async () => {
    using home = homeWith(JSON.stringify({ credentials: { 'tfe.example.com': { token: 'saved' } } }));
    const address = 'http://tfe.example.com';
    for (const env of [{}, { TF_TOKEN_tfe_example_com: 'two' }]) {
      const { code, sent, stderr } = await sentBy(['--address', address], { env, home: home.path });
      expect({ code, sent }).toEqual({ code: 3, sent: [] });
      expect(stderr).toContain(`is not sent to ${address}, because others could read it on the way: use https`);
    }
    expect((await sentBy(['--address', 'http://localhost'], { env: { TF_TOKEN_localhost: 'two' } })).sent).toEqual([
      'http://localhost Bearer two',
    ]);
  });

  test('is missing if standard input is empty', async () => {
    const { code, stderr } = await sentBy(['--token-stdin'], { env: { TFE_ADDRESS, TFE_TOKEN: 'one' }, stdin: '\n' });
    expect(code).toBe(3);
    expect(stderr).toContain('Standard input has no token');
  });

  test('that cannot be one is not printed', async () => {
    const { code, stderr, stdout } = await sentBy([], { env: { TFE_ADDRESS, TFE_TOKEN: 'bad token' } });
    expect(code).toBe(3);
    expect(stderr + stdout).toContain('What TFE_TOKEN has is not an API token');
    expect(stderr + stdout).not.toContain('bad token');
  });

  test('is not typed on a terminal, which would show it', async () => {
    const { code, stderr, sent } = await sentBy(['--token-stdin'], { env: { TFE_ADDRESS }, columns: 80 });
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(stderr).toContain('--token-stdin reads a pipe');
  });

  test('is no option, because other users of the machine could read it', async () => {
    expect((await runCli(['list', '--token', 'one'])).code).toBe(1);
  });
});
