import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { describe, expect, onTestFinished, test } from 'vitest';
import { adminRunOperations } from './watch.ts';

/** A document in HashiCorp's form: no `/api/v2` in its paths. */
function documentWith(paths: Record<string, object>) {
  return {
    openapi: '3.0.0',
    info: {},
    paths: { '/admin/banners': { get: {} }, '/runs/{run_id}': { get: {} }, ...paths },
  };
}

const cancel = '/admin/runs/{run_id}/actions/force-cancel';

test.each<[string, Record<string, object>, string[]]>([
  ['nothing of them', {}, []],
  ['the list', { '/admin/runs': { get: {}, parameters: [] } }, ['GET /admin/runs']],
  ['both', { '/admin/runs': { get: {} }, [cancel]: { post: {} } }, ['GET /admin/runs', `POST ${cancel}`]],
  ['the list with the prefix', { '/api/v2/admin/runs': { get: {} } }, ['GET /api/v2/admin/runs']],
  ['other paths that look like them', { '/admin/runs-report': { get: {} }, '/runs/admin': { get: {} } }, []],
  ['a force-cancel for everyone', { '/runs/{run_id}/actions/force-cancel': { post: {} } }, []],
])('in a document with %s, it finds the admin endpoints', (_, paths, found) => {
  expect(adminRunOperations(documentWith(paths))).toEqual(found);
});

test.each([
  [null],
  ['<html>'],
  [{}],
  [{ openapi: '3.0.0' }],
  [{ openapi: '3.0.0', paths: {} }],
  [{ swagger: '2.0', paths: { '/a': {} } }],
])('what is no document is an error: %j', (document) => {
  expect(() => adminRunOperations(document)).toThrow('this is not an OpenAPI document with paths');
});

describe('npm run watch', () => {
  async function watch(status: number, body: string) {
    const server = createServer((_, response) => void response.writeHead(status).end(body));
    onTestFinished(() => void server.close().closeAllConnections());
    const args = ['scripts/watch.ts', await listenOnLoopback(server)];
    const { code = 0, stdout, stderr } = await promisify(execFile)(process.execPath, args).catch((error) => error);
    return { code, stdout, stderr };
  }

  test('ends with 0 while they are missing', async () => {
    const { code, stdout } = await watch(200, JSON.stringify(documentWith({})));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('still has no admin endpoints') });
  });

  test('ends with 1 and names them when they have appeared', async () => {
    const { code, stderr } = await watch(200, JSON.stringify(documentWith({ '/admin/runs': { get: {} } })));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('now has GET /admin/runs: compare') });
  });

  test.each([
    [404, 'Not Found', 'responded with 404: has it moved?'],
    [200, '<html>', 'is not valid JSON'],
  ])('ends with 1 if the address gives %i and %s', async (status, body, message) => {
    const { code, stderr } = await watch(status, body);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) });
  });
});
