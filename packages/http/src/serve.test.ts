import { once } from 'node:events';
import { connect } from 'node:net';
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

test('close does not wait for a client that keeps its side of a CONNECT open', async () => {
  const { url, close } = await serve({ port: 0, host: '127.0.0.1', handle: () => jsonApiResponse(200, {}) });
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {}).write('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  await close();
  socket.destroy();
});
