import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

/** Whether a request waits after a response with these headers. */
async function waits(method: string, headers: Record<string, string>): Promise<boolean> {
  const pace = createPace({ uptime: () => 0 });
  pace.observe(new Headers(headers));
  const abort = new AbortController();
  const waited = pace.wait({ method }, abort.signal).then(
    () => false,
    () => true,
  );
  abort.abort();
  return waited;
}

function limits(remaining: string, reset: string) {
  return { 'X-RateLimit-Remaining': remaining, 'X-RateLimit-Reset': reset };
}

test.each([
  ['GET', '0', true],
  ['GET', '1', true],
  ['GET', '2', false],
  ['POST', '0', true],
  ['POST', '1', false],
])('a %s with %s requests left waits: %s', async (method, remaining, expected) => {
  expect(await waits(method, limits(remaining, '1.0'))).toBe(expected);
});

test.each([
  ['there are no headers', {}],
  ['nothing says when', { 'X-RateLimit-Remaining': '0' }],
  ['the window is over', limits('0', '0')],
  ['they are no numbers', limits('none', 'soon')],
  ['the reset is negative', limits('0', '-5')],
])('none waits if %s', async (_, headers) => {
  expect(await waits('GET', headers)).toBe(false);
});

test('none waits once the window is over', async () => {
  let uptime = 0;
  const pace = createPace({ uptime: () => uptime });
  pace.observe(new Headers(limits('0', '1')));
  uptime = 1000;
  await pace.wait({ method: 'GET' }, AbortSignal.abort());
});
