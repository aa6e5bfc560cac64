import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { document, operationIds } from '@tfe-admin-runs/testing/document';
import ts from 'typescript';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectUntouched, findHealthyRun } from './healthy-run.ts';

const samples = Object.values(document.paths)
  .flatMap((item) => Object.values(item as Record<string, { operationId: string; 'x-codeSamples': Sample[] }>))
  .flatMap(({ operationId, 'x-codeSamples': samples }) => samples.map((sample) => ({ operationId, ...sample })));

interface Sample {
  lang: string;
  label: string;
  source: string;
}

const hasJq = spawnSync('jq', ['--version']).status === 0;

let mock: Mock;
let server: Server;
let folder: string;
beforeAll(async () => {
  [mock, server] = await Promise.all([startMock(), startServer({ seed: 'demo' })]);
  // Inside the repository, so that a sample resolves the client as a project that installed it.
  const artifacts = fileURLToPath(new URL('../../artifacts/', import.meta.url));
  await mkdir(artifacts, { recursive: true });
  folder = await mkdtemp(join(artifacts, 'samples-'));
});
afterAll(async () => {
  await Promise.all([mock.close(), server.close()]);
  await rm(folder, { recursive: true });
});
beforeEach(() => server.reset());

async function run({ url, token }: { url: string; token: string }, command: string, ...args: string[]) {
  const env = { ...process.env, TFE_ADDRESS: url, TFE_TOKEN: token };
  const child = spawn(command, args, { env });
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect(status, errors).toBe(0);
  return output;
}

describe('the code samples of the document', () => {
  test('are in curl, TypeScript and Go for each operation', () => {
    const expected = operationIds.flatMap((id) => ['curl', 'TypeScript', 'Go'].map((label) => `${id} ${label}`));
    expect(samples.map(({ operationId, label }) => `${operationId} ${label}`)).toEqual(expected);
  });

  // Each sample is valid for the strict mock, and chooses the right runs on the server.
  const targets = {
    mock: () => ({ url: mock.url, token: 'a-token' }),
    server: () => ({ url: server.url, token: server.adminToken }),
  };

  /** A run that has been planning for nine hours; or the run that every sample cancels. */
  const printed: Record<string, RegExp> = {
    'listAdminRuns curl': /^run-8uGJbT4yNsVd6MxA planning\n$/,
    'listAdminRuns TypeScript': /^run-8uGJbT4yNsVd6MxA planning\n$/,
    'forceCancelAdminRun curl': /^\{"data":\{"id":"run-VCsNJXa59eUza53R".*"status":"canceled"/,
    'forceCancelAdminRun TypeScript': /^canceled\n$/,
  };

  test.for(samples.filter(({ label }) => label === 'curl'))(
    '$operationId in curl',
    async ({ operationId, source }, { skip }) => {
      if (source.includes('jq ') && !hasJq) skip('NOT TESTED: jq is not installed');
      await run(targets.mock(), 'sh', '-c', source);
      expect(mock.requests.at(-1)).toMatchObject({ status: 200 });
      const healthy = await findHealthyRun(server);
      expect(await run(targets.server(), 'sh', '-c', source)).toMatch(printed[`${operationId} curl`] as RegExp);
      await expectUntouched(server, healthy);
    },
  );

  test.for(samples.filter(({ label }) => label === 'TypeScript'))('$operationId in TypeScript', async (sample) => {
    const file = join(folder, `${sample.operationId}.ts`);
    await writeFile(file, sample.source);
    expect(typeErrors(file)).toEqual([]);
    await run(targets.mock(), process.execPath, file);
    expect(mock.requests.at(-1)).toMatchObject({ status: 200 });
    const healthy = await findHealthyRun(server);
    const output = await run(targets.server(), process.execPath, file);
    expect(output).toMatch(printed[`${sample.operationId} TypeScript`] as RegExp);
    await expectUntouched(server, healthy);
  });

  test('choose stuck runs by the time in their status, in Go and in the guide too', () => {
    const go = samples.find(({ operationId, label }) => operationId === 'listAdminRuns' && label === 'Go');
    const [guide = ''] = /^# Find a stuck run$.*?(?=^# )/ms.exec(document.info.description) ?? [];
    expect(go?.source).toContain('StatusTimestamps.PlanningAt');
    expect(guide).toContain('status-timestamps');
    for (const text of [go?.source, guide]) expect(text).not.toMatch(/Created|created-at|filter\[(to|from)\]/);
  });
});

function typeErrors(file: string) {
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, strict: true, noEmit: true, types: ['node'] };
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
