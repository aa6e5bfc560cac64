import { expect, onTestFinished, test } from 'vitest';
import { jsonApiResponse } from './response.ts';
import { serve } from './serve.ts';

test('a response with a header that cannot be sent becomes a 500, and the next one is sent', async () => {
  const responses = [jsonApiResponse(200, {}, { 'bad name': 'x' }), jsonApiResponse(200, {})];
  const handle = () => responses.shift() ?? jsonApiResponse(200, {});
  const { url, close } = await serve({ port: 0, host: '127.0.0.1', handle });
  onTestFinished(() => close());
  expect((await fetch(url)).status).toBe(500);
  expect((await fetch(url)).status).toBe(200);
});

test.each([
  [-1, '127.0.0.1'],
  [65_536, '127.0.0.1'],
  [Number.NaN, '127.0.0.1'],
  [0, ''],
])('port %s of host %j is rejected', async (port, host) => {
  await expect(serve({ port, host, handle: () => jsonApiResponse(200, {}) })).rejects.toThrow(TypeError);
});
