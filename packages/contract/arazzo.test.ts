// The workflow that is published beside the document, run by Redocly's `respect`.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { startMock } from '@tfe-admin-runs/mock';
import { startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { expect, test } from 'vitest';
import { expectUntouched, findHealthyRun } from './healthy-run.ts';

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);

interface Step {
  stepId: string;
  checks: { status: 'success' | 'error' | 'warn'; condition?: string }[];
}

/** Runs the workflow, and returns its steps and what `respect` printed. */
async function respect(url: string, token: string) {
  using folder = temporaryFolder();
  const json = `${folder.path}/result.json`;
  const target = ['--server', `adminRuns=${url}`, '--input', `token=${token}`];
  const args = ['respect', resolve('@tfe-admin-runs/openapi/stuck-run.arazzo.yaml'), ...target];
  const { stdout, stderr, code } = await run(
    process.execPath,
    [resolve('@redocly/cli/bin/cli.js'), ...args, '--verbose', '--json-output', json],
    { env: { ...process.env, REDOCLY_TELEMETRY: 'off' }, maxBuffer: 16 * 1024 * 1024 },
  ).then(
    (output) => ({ ...output, code: 0 }),
    (error) => error,
  );
  const { files } = JSON.parse(readFileSync(json, 'utf8'));
  const [file] = Object.values<{ executedWorkflows: { executedSteps: Step[] }[] }>(files);
  const steps = file?.executedWorkflows.flatMap(({ executedSteps }) => executedSteps) ?? [];
  return { steps, output: `${stdout}${stderr}${readFileSync(json, 'utf8')}`, code };
}

/** The steps in which a check failed, with the conditions that did not hold. */
function failuresOf(steps: Step[]): string[] {
  return steps.flatMap(({ stepId, checks }) =>
    checks.filter(({ status }) => status !== 'success').map(({ condition }) => `${stepId}: ${condition}`),
  );
}

const allSteps = ['countBefore', 'listStuck', 'readRun', 'forceCancel', 'countAfter'];

test('the workflow passes against the server, and cancels only the stuck run', async () => {
  await using server = await startServer({ seed: 'demo' });
  const healthy = await findHealthyRun(server);
  const { steps, output, code } = await respect(server.url, server.adminToken);
  expect(failuresOf(steps)).toEqual([]);
  expect(steps.map(({ stepId }) => stepId)).toEqual(allSteps);
  expect(code).toBe(0);
  const writes = server.requests.filter(({ method }) => method === 'POST');
  expect(writes).toMatchObject([
    { url: expect.stringContaining('run-8uGJbT4yNsVd6MxA'), body: { comment: expect.stringMatching(/hours/) } },
  ]);
  await expectUntouched(server, healthy);
  expect(output).not.toContain(server.adminToken);
});

test('the workflow is valid for the strict mock, which keeps no state', async () => {
  await using mock = await startMock();
  const { steps, code } = await respect(mock.url, 'a-token-of-the-mock');
  expect(mock.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(steps.map(({ stepId }) => stepId)).toEqual(allSteps);
  expect(failuresOf(steps)).toEqual([
    expect.stringMatching(/^countAfter: .*planning </),
    expect.stringMatching(/^countAfter: .*canceled >/),
  ]);
  expect(code).toBe(1);
});

test('the workflow cancels nothing if no run is planning', async () => {
  await using server = await startServer({ seed: 'empty' });
  await server.createRun({ status: 'applying' });
  const { code } = await respect(server.url, server.adminToken);
  expect(code).toBe(1);
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test('the workflow fails for a user who is not an administrator', async () => {
  await using server = await startServer({ seed: 'demo' });
  const { code } = await respect(server.url, server.userToken);
  expect(code).toBe(1);
  expect(server.requests.map(({ status }) => status)).toEqual([404]);
});
