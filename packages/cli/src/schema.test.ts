import { readFileSync } from 'node:fs';
import { type Server, startServer } from '@tfe-admin-runs/server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Interrupted } from './errors.ts';
import { type CliOptions, cliFor, fetchAtNoon, noon } from './testing/run-cli.ts';

let server: Server;
let cli: ReturnType<typeof cliFor>;
beforeAll(async () => {
  server = await startServer({ now: () => noon });
  cli = cliFor(server);
});
beforeEach(() => server.reset());
afterAll(() => server.close());

describe('the JSON is as schema.json says', () => {
  const schema = JSON.parse(readFileSync(new URL('../schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ allowUnionTypes: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(schema, 'schema');

  test.each([
    ['counts', 'counts --json'],
    ['list', 'list --all --json'],
    ['stuck', 'stuck --json'],
    ['show', 'show run-8uGJbT4yNsVd6MxA --json'],
    ['watch', 'watch --interval 1s'],
    ['doctor', 'doctor --json'],
    ['force-cancel', 'force-cancel --stuck --dry-run --json'],
    ['force-cancel', 'force-cancel --stuck --yes --comment x --json'],
  ])('%s: %s', async (definition, args) => {
    const { stdout } = await cli(args, definition === 'watch' ? stopAtRequest(3) : {});
    const validate = ajv.getSchema(`schema#/$defs/${definition}`);
    const documents = stdout.trim().split('\n');
    expect(documents.length).toBeGreaterThan(0);
    for (const document of documents) {
      validate?.(JSON.parse(document));
      expect(validate?.errors, document).toBeNull();
    }
  });

  /** Presses Ctrl-C at a request: `watch` has then printed once. */
  function stopAtRequest(number: number): CliOptions {
    const interrupt = new AbortController();
    let requests = 0;
    return {
      interrupt: interrupt.signal,
      async fetch(request, init) {
        if (++requests === number) interrupt.abort(new Interrupted());
        return fetchAtNoon(request, init);
      },
    };
  }

  test('picks fields, in their order', async () => {
    const { stdout } = await cli('show run-8uGJbT4yNsVd6MxA --json owners,id');
    expect(Object.keys(JSON.parse(stdout)[0])).toEqual(['owners', 'id']);
  });
});
