import { describe, expect, test } from 'vitest';
import { createPathMatcher, createRouter } from './router.ts';

describe('a path matcher', () => {
  const match = createPathMatcher('/runs/{run_id}/actions/force-cancel');

  test.each([
    ['/runs/run-1/actions/force-cancel', 'run-1'],
    ['/runs/a%2Fb/actions/force-cancel', 'a/b'],
    ['/runs/.../actions/force-cancel', '...'],
    ['/runs/__proto__/actions/force-cancel', '__proto__'],
  ])('reads the parameter in %s', (path, runId) => {
    expect(match(path)).toEqual({ run_id: runId });
  });

  test.each([
    '/runs//actions/force-cancel',
    '/runs/./actions/force-cancel',
    '/runs/../actions/force-cancel',
    '/runs/%2e%2E/actions/force-cancel',
    '/runs/%zz/actions/force-cancel',
    '/runs/%ff/actions/force-cancel',
    '/runs/run-1/actions/force-cancel/',
    '/runs/run-1/actions',
    '/RUNS/run-1/actions/force-cancel',
  ])('does not match %s', (path) => {
    expect(match(path)).toBeUndefined();
  });
});

describe('a router', () => {
  const find = createRouter([
    { method: 'GET', path: '/runs', name: 'list' },
    { method: 'POST', path: '/runs/{id}', name: 'cancel' },
  ]);

  test('finds a route by method and path', () => {
    expect(find({ method: 'POST', path: '/runs/1' })).toMatchObject({
      route: { name: 'cancel' },
      parameters: { id: '1' },
    });
  });

  test('says which methods a path has', () => {
    const expected = { response: { status: 405, headers: { allow: 'GET, HEAD' } } };
    expect(find({ method: 'PUT', path: '/runs' })).toMatchObject(expected);
  });

  test('treats HEAD as GET', () => {
    expect(find({ method: 'HEAD', path: '/runs' })).toMatchObject({ route: { name: 'list' } });
  });

  test('lists its endpoints at /', () => {
    const body = { meta: { endpoints: ['GET /runs', 'POST /runs/{id}'] } };
    expect(find({ method: 'GET', path: '/' })).toMatchObject({ response: { status: 200, body } });
  });

  test('lists the paths that it knows', () => {
    const detail = 'no such path; use one of GET /runs, POST /runs/{id}';
    expect(find({ method: 'GET', path: '/x' })).toMatchObject({
      response: { status: 404, body: { errors: [{ detail }] } },
    });
  });
});
