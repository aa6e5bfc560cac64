import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { document, operationIds } from '@tfe-admin-runs/testing/document';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectUntouched, findHealthyRun } from './healthy-run.ts';
import { typeErrors } from './type-errors.ts';

const samples = Object.values(document.paths)
  .flatMap((item) => Object.values(item as Record<string, { operationId: string; 'x-codeSamples': Sample[] }>))
  .flatMap(({ operationId, 'x-codeSamples': samples }) => samples.map((sample) => ({ operationId, ...sample })));

interface Sample {
  lang: string;
  label: string;
  source: string;
}

const hasJq = spawnSync('jq', ['--version']).status === 0;
const hasGo = spawnSync('go', ['version']).status === 0;
/** The last version of the SDK that knows these endpoints. */
const goTfe = 'github.com/hashicorp/go-tfe v1.110.0';

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
  test('are in curl, TypeScript, the command line and Go for each operation', () => {
    const labels = ['curl', 'TypeScript', 'Command line', 'Go'];
    const expected = operationIds.flatMap((id) => labels.map((label) => `${id} ${label}`));
    expect(samples.map(({ operationId, label }) => `${operationId} ${label}`)).toEqual(expected);
  });

  // Each sample is valid for the strict mock, and chooses the right runs on the server.
  const targets = {
    mock: () => ({ url: mock.url, token: 'a-token' }),
    server: () => ({ url: server.url, token: server.adminToken }),
  };

  /** A run that has been planning for nine hours; or the run that every sample cancels. */
  const printed: Record<string, RegExp> = {
    'listAdminRuns curl': /^run-4kPzXw2RvHqF7bNc applying\nrun-8uGJbT4yNsVd6MxA planning\n$/,
    'listAdminRuns TypeScript': /^run-4kPzXw2RvHqF7bNc applying\nrun-8uGJbT4yNsVd6MxA planning\n$/,
    'forceCancelAdminRun curl': /^\{"data":\{"id":"run-VCsNJXa59eUza53R".*"status":"canceled"/,
    'forceCancelAdminRun TypeScript': /^canceled\n$/,
    'listAdminRuns Command line': /^run-4kPzXw2RvHqF7bNc\tapplying\t.*\nrun-8uGJbT4yNsVd6MxA\tplanning\t.*\n$/,
    'forceCancelAdminRun Command line': /^run-VCsNJXa59eUza53R\tdone\t/m,
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

  test.for(samples.filter(({ label }) => label === 'Command line'))(
    '$operationId on the command line',
    async ({ operationId, source }) => {
      const bin = fileURLToPath(import.meta.resolve('@tfe-admin-runs/cli/package.json').replace('package.json', 'bin'));
      // Without a terminal it cancels nothing unless it is told to.
      const command = source
        .replace('npx @tfe-admin-runs/cli', `"${process.execPath}" "${bin}/tfe-admin-runs.js"`)
        .replace('force-cancel ', 'force-cancel --yes ');
      const healthy = await findHealthyRun(server);
      expect(await run(targets.server(), 'sh', '-c', command)).toMatch(
        printed[`${operationId} Command line`] as RegExp,
      );
      await expectUntouched(server, healthy);
    },
  );

  test.for(samples.filter(({ label }) => label === 'Go'))('$operationId in Go', async ({ source }, { skip }) => {
    if (!hasGo) return skip('NOT TESTED: no Go compiler is installed');
    using project = temporaryFolder();
    const cwd = project.path;
    await writeFile(join(cwd, 'main.go'), goProgram(source));
    await writeFile(join(cwd, 'go.mod'), `module sample\n\ngo 1.24\n\nrequire ${goTfe}\n`);
    expect(spawnSync('gofmt', ['-l', '-e', 'main.go'], { cwd, encoding: 'utf8' })).toMatchObject({
      stdout: '',
      stderr: '',
    });
    // Only from the module cache: tests do not use the network.
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GONOSUMDB: '*', GOTOOLCHAIN: 'local' };
    const { stderr, status } = spawnSync('go', ['build', '-o', 'sample', '.'], { cwd, env, encoding: 'utf8' });
    if (/GOPROXY=off/.test(stderr)) return skip(`NOT COMPILED: Go's module cache does not have ${goTfe}`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('choose stuck runs by the time in their status, in Go and in the guide too', () => {
    const go = samples.find(({ operationId, label }) => operationId === 'listAdminRuns' && label === 'Go');
    const [guide = ''] = /^# Find a stuck run$.*?(?=^# )/ms.exec(document.info.description) ?? [];
    expect(go?.source).toContain('StatusTimestamps.PlanningAt');
    expect(guide).toContain('status-timestamps');
    for (const text of [go?.source, guide]) expect(text).not.toMatch(/Created|created-at|filter\[(to|from)\]/);
  });
});

/** A sample as a whole program: it leaves out what every Go program begins with. */
function goProgram(source: string): string {
  const used = ['context', 'fmt', 'log', 'time'].filter((name) => name === 'context' || source.includes(`${name}.`));
  const body = `ctx := context.Background()\n${source.trimEnd()}`.replaceAll(/^(?=.)/gm, '\t');
  const imports = used.map((name) => `\t"${name}"\n`).join('');
  return `package main\n\nimport (\n${imports}\n\ttfe "github.com/hashicorp/go-tfe"\n)\n\nfunc main() {\n${body}\n}\n`;
}
