import { spawnSync } from 'node:child_process';
import { runStatuses } from '@tfe-admin-runs/types';
import { describe, expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const { stdout: bash } = await runCli(['completion', 'bash']);

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

describe('bash completes', () => {
  test.each([
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
  ])('%s', (line, expected) => {
    expect(completions(line).sort()).toEqual(expected);
  });

  test('every status', () => {
    expect(completions('tfe-admin-runs list --status ').sort()).toEqual([...runStatuses].sort());
  });
});

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
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

  const isInstalled = spawnSync(shell, ['--version']).error === undefined;
  if (!isInstalled) console.warn(`NOT TESTED: the syntax of the completion for ${shell}, which is not installed.`);
  test.skipIf(!isInstalled)('is valid', async () => {
    const { stdout: script } = await runCli(['completion', shell]);
    const { status, stderr } = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
