import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

test('an answer with a header that cannot be sent becomes a 500, and the next one is sent', async () => {
  const bad = { status: 200, headers: { 'bad name': 'x' }, body: {} };
  const good = { status: 200, headers: {}, body: {} };
  const answers = [bad, good];
  const { url, close } = await listen({ port: 0, host: '127.0.0.1', answer: () => answers.shift() ?? good });
  onTestFinished(() => close());
  expect((await fetch(url)).status).toBe(500);
  expect((await fetch(url)).status).toBe(200);
});

test.each([
  [-1, '127.0.0.1'],
  [65_536, '127.0.0.1'],
  [Number.NaN, '127.0.0.1'],
  [0, ''],
])('port %s of host %j is refused', async (port, host) => {
  await expect(listen({ port, host, answer: () => ({ status: 200, headers: {}, body: {} }) })).rejects.toThrow(
    TypeError,
  );
});
