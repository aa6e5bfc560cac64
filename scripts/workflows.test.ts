// Checks what a reviewer would check in the workflows, because nothing runs them here.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  steps?: Step[];
  permissions?: Record<string, string>;
  environment?: unknown;
  'timeout-minutes'?: number;
}

const files = globSync('.github/workflows/*.yml');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

test('an action has the same commit everywhere', () => {
  const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const pins = new Set([...texts.matchAll(/uses: ([\w-]+\/[\w-]+)@(.*)$/gm)].map(([, name, pin]) => `${name} ${pin}`));
  const names = [...pins].map((pin) => pin.split(' ')[0]);
  expect(names.length).toBeGreaterThan(3);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const { jobs, permissions }: { jobs: Record<string, Job>; permissions: unknown } = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  test('pins each action to a commit, and says which release that is', () => {
    const uses = text.match(/uses: .*/g) ?? [];
    for (const line of uses)
      expect(line).toMatch(/^uses: (\.\/\.github\/workflows\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
  });

  test('may read only, unless a job says what it writes', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  test('uses no secret: npm and GitHub trust the workflow itself', () => {
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
  });

  test('leaves no credentials in the checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: options } of checkouts) expect(options).toMatchObject({ 'persist-credentials': false });
  });

  test('ends each job in time', () => {
    for (const [name, job] of Object.entries(jobs))
      if (!job.uses) expect(job['timeout-minutes'], name).toBeLessThanOrEqual(90);
  });

  test('has no step that passes although a command before a pipe failed', () => {
    // A runner's default shell is `bash -e`, without pipefail.
    for (const { run = '' } of steps) expect(run.replaceAll(/\$\(.*?\)/g, '')).not.toMatch(/[^|]\|[^|]/);
  });

  test('runs scripts that there are', () => {
    const commands = steps
      .flatMap(({ run = '' }) => [...run.matchAll(/npm (?:run )?([a-z]\w*)/g)])
      .map(([, name]) => name);
    const ofNpm = ['audit', 'ci', 'init', 'install', 'sbom'];
    for (const name of commands.filter((name) => !ofNpm.includes(name as string)))
      expect(scripts).toHaveProperty(name as string);
    for (const { run = '' } of steps)
      for (const [path] of run.matchAll(/scripts\/\w+\.ts/g)) expect(globSync(path)).toEqual([path]);
  });
});

test('only what publishes gets an identity, behind an environment, and runs nothing that npm installed', () => {
  const { jobs }: { jobs: Record<string, Job> } = parse(readFileSync('.github/workflows/release.yml', 'utf8'));
  const trusted = Object.values(jobs).filter(({ permissions }) => permissions?.['id-token'] === 'write');
  expect(trusted).toEqual([jobs.publish]);
  const { environment, permissions, steps = [] } = jobs.publish as Job;
  expect({ environment, permissions }).toEqual({ environment: 'npm', permissions: { 'id-token': 'write' } });
  expect(steps.map(({ uses, run }) => run ?? uses?.split('@')[0])).toEqual([
    'actions/download-artifact',
    'actions/setup-node',
    'node scripts/publish.ts tarballs',
  ]);
});

test('the names that CONTRIBUTING.md tells npm are those of the workflow', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  for (const file of files.filter((file) => file.endsWith('release.yml')))
    expect(text).toContain(`\`${basename(file)}\``);
  expect(text).toContain('environment `npm`');
});
