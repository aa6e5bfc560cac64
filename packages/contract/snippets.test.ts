import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Mock, startMock } from '@tfe-admin-runs/mock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const preamble = `
  import { ApiError, ConnectionError, createAdminRunsClient } from '@tfe-admin-runs/client';
  const client = createAdminRunsClient({ address: process.env.TFE_ADDRESS, token: process.env.TFE_TOKEN });\n`;

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

const readmes = ['../client/README.md', '../types/README.md', '../../openapi/README.md'];

describe.each(readmes)('the programs of %s run', (path) => {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  const programs = [...text.matchAll(/^```[jt]s\n(.*?)^```/gms)].map(([, code = '']) => code);

  test.each(programs)('%s', async (code) => {
    const program = code.startsWith('import') ? code : preamble + code;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--eval', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { TFE_ADDRESS: mock.url, TFE_TOKEN: 'mock-token' },
      },
    );
    // A comment in the program tells what the line before it, or its own, prints.
    for (const [, told] of code.matchAll(/console\.log\(.*\/\/ (.*)$|^\/\/ (.*)$/gm)) {
      if (told) expect(stdout.split('\n')).toContain(told);
    }
    if (code.includes('console.log')) expect(stdout === '').toBe(code.includes('catch (error)'));
  });
});
