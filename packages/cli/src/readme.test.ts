import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliFor, noon } from './testing/run-cli.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Each command of the README with what it prints, on a terminal. */
const steps = [...readme.matchAll(/^```sh\ntfe-admin-runs ([^\n]*)\n```\n\n```text\n(.*?)^```/gms)];

let server: Server;
beforeAll(async () => {
  server = await startServer({ now: () => noon });
});
afterAll(() => server.close());

test('the README shows what its commands print on a terminal', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'inc-1234.ndjson');
  const cli = cliFor(server);
  expect(steps.length).toBeGreaterThan(7);
  for (const [, args = '', shown] of steps) {
    const { screen } = await cli(args.replace('inc-1234.ndjson', file), { columns: 120, stdin: '1\n' });
    const text = screen.replaceAll(server.url, 'https://tfe.example.com').replaceAll(file, 'inc-1234.ndjson');
    expect(text, args).toBe(shown);
  }
});

test('the README lists the commands and the exit codes of --help', async () => {
  const { stdout: help } = await cliFor(server)('--help');
  const commands = [...help.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<shell>)/gm)].map(([, name]) => name);
  const inReadme = [...readme.matchAll(/^\| `([a-z-]+)(?: [^`]*)?` +\|/gm)].map(([, name]) => name);
  expect(inReadme).toEqual(commands);
  const codes = [...help.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => code);
  expect([...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => code)).toEqual(codes);
});

test('the README names only options that there are', async () => {
  const commands = ['counts', 'list', 'stuck', 'show', 'watch', 'force-cancel', 'doctor', 'completion'];
  const helps = await Promise.all(commands.map((command) => cliFor(server)(`${command} --help`)));
  const known = helps.flatMap(({ stdout }) => [...stdout.matchAll(/--[a-z-]+/g)].map(([option]) => option));
  const ofNpm = ['--global'];
  const named = [...readme.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option);
  expect(named.filter((option) => !known.includes(option) && !ofNpm.includes(option))).toEqual([]);
});

test('the README pipes the old runs of a list into a dry run', async () => {
  const [, list = '', filter = '', cancel = ''] =
    /^\$ tfe-admin-runs (list .*) \| (awk .*) \| tfe-admin-runs (.*)$/m.exec(readme) ?? [];
  await server.reset();
  const cli = cliFor(server);
  const { stdout: input } = await cli(list);
  const { stdout: stdin } = spawnSync('sh', ['-c', filter], { input, encoding: 'utf8' });
  const { code, stdout } = await cli(cancel, { stdin });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^run-8uGJbT4yNsVd6MxA\tplanning\t/) });
});
