import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InjectedFailure, type Server, startServer } from '@tfe-admin-runs/server';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cliFor, noon } from '../testing/run-cli.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer({ now: () => noon, seed: 'empty' });
});
afterAll(() => server.close());

const ids = ['run-a', 'run-b', 'run-c', 'run-d'];
const operation = 'forceCancelAdminRun';
const headers = { 'retry-after': '0.001' };

const failure: fc.Arbitrary<InjectedFailure> = fc
  .record({
    operation: fc.constant(operation),
    after: fc.nat(5),
    kind: fc.constantFrom<Partial<InjectedFailure>>(
      { cut: 'before' },
      { cut: 'after' },
      { status: 500, headers },
      { status: 429, headers },
      { status: 404 },
      { status: 409 },
    ),
  })
  .map(({ kind, ...rest }) => ({ ...rest, ...kind }));

/** A bulk, and how often it is resumed after its program was killed at a line of its audit file. */
const story = fc.record({
  failures: fc.array(failure, { maxLength: 4 }),
  keepGoing: fc.boolean(),
  resumes: fc.nat(3),
});

test('whatever fails, a run is canceled once, and what is in doubt is not called done', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ failures, keepGoing, resumes }) => {
      await server.reset();
      await server.createRuns(ids.map((id) => ({ id, status: 'planning', statusAge: 9 * 3600, workspace: id })));
      for (const each of failures) server.injectFailure(each);
      using folder = temporaryFolder();
      const audit = join(folder.path, 'audit');
      const options = `--yes --json ${keepGoing ? '--keep-going' : ''}`;
      const cli = cliFor(server);
      await cli(`force-cancel ${ids.join(' ')} --comment x --audit ${audit} ${options}`);
      for (let i = 0; i < resumes; i++) await cli(`force-cancel --resume ${audit} ${options}`);

      const events = readFileSync(audit, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const { stdout } = await cli('list --json id,status');
      const statuses = new Map(JSON.parse(stdout).map((run: Record<string, string>) => [run.id, run.status]));
      for (const id of ids) {
        const own = events.filter(({ run }) => run === id).map(({ event }) => event);
        const sent = server.requests.filter(({ method, path }) => method === 'POST' && path.includes(`/${id}/`));
        // Every request is on record.
        expect(own.filter((event) => event === 'attempt')).toHaveLength(sent.length);
        // One that may have been carried out is followed by another only if the run was found at work.
        expect(sent.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
        // Done is what is canceled, and nothing is sent after it.
        if (own.includes('done')) expect(statuses.get(id)).toBe('canceled');
        if (own.includes('done')) expect(own.slice(own.indexOf('done') + 1)).not.toContain('attempt');
        // What was canceled is not reported as failed or as not tried.
        if (statuses.get(id) === 'canceled') expect(['done', 'in-doubt', 'refused']).toContain(own.at(-1));
      }
    }),
    { numRuns: 40 },
  );
});
