import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { document } from '@tfe-admin-runs/testing/document';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const samples = Object.values(document.paths)
  .flatMap((item) => Object.values(item as Record<string, { operationId: string; 'x-codeSamples': Sample[] }>))
  .flatMap(({ operationId, 'x-codeSamples': samples }) => samples.map((sample) => ({ operationId, ...sample })));

interface Sample {
  lang: string;
  label: string;
  source: string;
}

let mock: Mock;
let folder: string;
beforeAll(async () => {
  mock = await startMock();
  // Inside the repository, so that a sample finds the client as it would in a project that installed it.
  const artifacts = fileURLToPath(new URL('../../artifacts/', import.meta.url));
  await mkdir(artifacts, { recursive: true });
  folder = await mkdtemp(join(artifacts, 'samples-'));
});
afterAll(async () => {
  await mock.close();
  await rm(folder, { recursive: true });
});

async function run(command: string, ...args: string[]) {
  const env = { ...process.env, TFE_ADDRESS: mock.url, TFE_TOKEN: 'a-token' };
  const child = spawn(command, args, { env });
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect(status, errors).toBe(0);
  return output;
}

describe('the code samples of the document', () => {
  test('are in curl, TypeScript and Go for each operation', () => {
    const ids = ['listAdminRuns', 'forceCancelAdminRun'];
    const expected = ids.flatMap((id) => ['curl', 'TypeScript', 'Go'].map((label) => `${id} ${label}`));
    expect(samples.map(({ operationId, label }) => `${operationId} ${label}`)).toEqual(expected);
  });

  test.for(samples.filter(({ label }) => label === 'curl'))('$operationId in curl', async ({ operationId, source }) => {
    const answer = JSON.parse(await run('sh', '-c', source));
    expect(answer.errors).toBeUndefined();
    expect(mock.requests.at(-1)).toMatchObject({ status: 200 });
    expect(answer).toHaveProperty(operationId === 'listAdminRuns' ? 'meta.pagination' : 'data.attributes');
  });

  test.for(samples.filter(({ label }) => label === 'TypeScript'))('$operationId in TypeScript', async (sample) => {
    const file = join(folder, `${sample.operationId}.ts`);
    await writeFile(file, sample.source);
    expect(typeErrors(file)).toEqual([]);
    const output = await run(process.execPath, file);
    expect(output).toMatch(sample.operationId === 'listAdminRuns' ? /^run-\w+ pending / : /^canceled$/m);
    expect(mock.requests.at(-1)).toMatchObject({ status: 200 });
  });
});

function typeErrors(file: string) {
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, strict: true, noEmit: true, types: ['node'] };
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
