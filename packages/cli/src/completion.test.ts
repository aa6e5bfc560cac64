import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { runStatuses } from '@tfe-admin-runs/types';
import { describe, expect, test } from 'vitest';
import { shells } from './completion.ts';
import { runCli } from './testing/run-cli.ts';

const { stdout: bash } = await runCli(['completion', 'bash']);
const { stdout: fish } = await runCli(['completion', 'fish']);

function isInstalled(shell: string): boolean {
  const { error } = spawnSync(shell, ['--version']);
  if (error) console.warn(`NOT TESTED: the completion for ${shell}, which is not installed.`);
  return error === undefined;
}

const installed = new Set<string>(shells.filter(isInstalled));

/** What fish offers at the end of a line. */
function completionsOfFish(line: string): string[] {
  const { stdout, stderr } = spawnSync('fish', ['--command', `${fish}complete --do-complete '${line}'`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').flatMap((word) => word.split('\t')[0] || []);
}

/** What bash offers at the end of a line. */
function completions(line: string): string[] {
  const words = line.split(' ');
  const [previous, current] = words.slice(-2);
  const ask = `
    compopt() { :; }
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length - 1}
    _tfe_admin_runs tfe-admin-runs '${current}' '${previous}'
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${bash}${ask}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

const lines: [line: string, words: string[]][] = [
  ['tfe-admin-runs st', ['stuck']],
  ['tfe-admin-runs --read-only li', ['list']],
  ['tfe-admin-runs --verb', ['--verbose']],
  ['tfe-admin-runs list --older', ['--older-than']],
  ['tfe-admin-runs force-cancel --allow', ['--allow-applying']],
  ['tfe-admin-runs list --status', ['--status']],
  ['tfe-admin-runs list --status plann', ['planned', 'planned_and_finished', 'planned_and_saved', 'planning']],
  ['tfe-admin-runs list --status pending,appli', ['pending,applied']],
  ['tfe-admin-runs watch --group q', ['queued']],
  ['tfe-admin-runs stuck --threshold plann', ['planning=']],
  ['tfe-admin-runs list --json id,ag', ['id,age']],
  ['tfe-admin-runs show --json ow', ['owners']],
  ['tfe-admin-runs list --q pro', []],
  ['tfe-admin-runs completion z', ['zsh']],
];

describe('bash completes', () => {
  test.each(lines)('%s', (line, expected) => {
    expect(completions(line).sort()).toEqual(expected);
  });

  test('every status', () => {
    expect(completions('tfe-admin-runs list --status ').sort()).toEqual([...runStatuses].sort());
  });
});

describe.skipIf(!installed.has('fish'))('fish completes', () => {
  test.each(lines)('%s', (line, expected) => {
    expect(completionsOfFish(line).sort()).toEqual(expected);
  });
});

describe.each(shells)('the script for %s', (shell) => {
  test('has every command and option of the help', async () => {
    const { stdout: script } = await runCli(['completion', shell]);
    const { stdout: help } = await runCli(['--help']);
    const commands = [...help.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<shell>)/gm)].map(([, name]) => name as string);
    expect(commands).toHaveLength(8);
    for (const command of commands) {
      expect(script).toContain(command);
      const { stdout } = await runCli([command, '--help']);
      const options = [...stdout.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name as string);
      const missing = options.filter((name) => !new RegExp(`(--|-l )${name}\\b`).test(script));
      expect(missing.filter((name) => name !== 'help')).toEqual([]);
    }
  });

  test.skipIf(!installed.has(shell))('is valid', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'completion');
    const { stdout: script } = await runCli(['completion', shell]);
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
