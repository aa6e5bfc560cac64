// The packed mock and server under the newest Node, which is not the one that builds them.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installPacked } from '@tfe-admin-runs/testing/packages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const node = join(root, `node_modules/node-${process.platform}-${process.arch}-26/bin/node`);
if (!existsSync(node)) console.warn('NOT TESTED under Node 26: npm has none for this platform.');

const request =
  "fetch(process.env.TFE_ADDRESS + '/_health').then(({ status }) => console.log(process.version, status))";

describe.skipIf(!existsSync(node))('under Node 26', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await installPacked(['@tfe-admin-runs/mock', '@tfe-admin-runs/server']);
  });
  afterAll(() => rm(folder, { recursive: true }));

  describe.each(['mock', 'server'])('the %s', (name) => {
    test('is imported and used, without a warning', async () => {
      await cp(new URL(`../consumers/${name}.ts`, import.meta.url), join(folder, `${name}.ts`));
      const { stdout, stderr } = await run(node, [`${name}.ts`], { cwd: folder });
      expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/200.*\n$/), stderr: '' });
    });

    test('runs a command', async () => {
      const installed = join(folder, 'node_modules/@tfe-admin-runs', name);
      const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
      const [file = ''] = Object.values<string>(bin);
      const { stdout, stderr } = await run(node, [join(installed, file), '--', node, '--eval', request], {
        cwd: folder,
      });
      expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^v26\.\d+\.\d+ 200\n$/), stderr: '' });
    });
  });
});
