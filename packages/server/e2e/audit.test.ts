// Reading the audit trail through pipes, while servers write to it.

import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { afterAll, expect, test } from 'vitest';
import { startServer } from '../src/index.ts';
import { adminToken, command, readAudit, userToken } from './command.ts';

const size = 3000;
let printed = 0;

afterAll(() => console.log(`audit: ${printed} lines printed`));

test('a long trail is printed completely, and a reader that stops after its beginning causes no error', async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, 'runs.db');
  await using _server = await startServer({ data, adminToken, userToken, seed: size });
  // Faster than three thousand force-cancels.
  const database = new DatabaseSync(data);
  const comment = 'line\n"two"\u2028'.repeat(20);
  const insert = `insert into audit (run_id, actor, comment, former_status, at)
    select id, 'admin', ?, status, created_at from runs order by created_at`;
  database.prepare(insert).run(comment);
  database.close();

  const lines = await readAudit({ data });
  printed = lines.length;
  expect(lines).toHaveLength(size);
  expect(lines.every((line) => line.comment === comment)).toBe(true);
  expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());

  const { child, ended } = command('audit', '--data', data);
  // It rejects, because its output is closed below.
  ended.catch(() => {});
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'exit');
  expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
});
