import { expect, onTestFinished, test } from 'vitest';
import { startServer } from './index.ts';

async function askFrom(origin: string, corsOrigin?: string) {
  const server = await startServer(corsOrigin === undefined ? {} : { corsOrigin });
  onTestFinished(() => server.close());
  const url = `${server.url}/api/v2/admin/runs`;
  const preflight = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization',
  };
  const asked = await fetch(url, { method: 'OPTIONS', headers: preflight });
  const { headers } = await fetch(url, { headers: { Origin: origin, Authorization: `Bearer ${server.adminToken}` } });
  return { preflight: asked.status, allowed: headers.get('Access-Control-Allow-Origin') };
}

const page = 'http://localhost:5173';

test.each([page, '*'])('a page may use the server if --cors-origin is %s', async (corsOrigin) => {
  expect(await askFrom(page, corsOrigin)).toEqual({ preflight: 204, allowed: page });
});

test.each(['http://localhost:1', undefined])('no page may if it is %s', async (corsOrigin) => {
  expect(await askFrom(page, corsOrigin)).toEqual({ preflight: 405, allowed: null });
});

test.each(['http://localhost:5173/', 'localhost:5173'])(
  'corsOrigin %s is rejected, because it would allow nothing',
  async (corsOrigin) => {
    await expect(startServer({ corsOrigin })).rejects.toThrow('corsOrigin must be * or an origin');
  },
);
