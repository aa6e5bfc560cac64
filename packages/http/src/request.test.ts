import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyLimit, readRequest } from './request.ts';
import { bytesInUse } from './testing/bytes-in-use.ts';

/** A request whose body comes in pieces. */
function message(pieces: Iterable<Buffer> | AsyncIterable<Buffer>, url = '/'): IncomingMessage {
  const headers = { 'transfer-encoding': 'chunked' };
  return Object.assign(Readable.from(pieces), {
    method: 'POST',
    url,
    headers,
    socket: {},
  }) as unknown as IncomingMessage;
}

describe('the body of a request', () => {
  test('does not depend on how it is split into chunks', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 5000 }).map(Buffer.from), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(pieces, async (sent) => {
        const { body } = await readRequest(message(sent));
        expect(body?.equals(Buffer.concat(sent))).toBe(true);
      }),
    );
  });

  test.each([
    [0, true],
    [bodyLimit - 1, true],
    [bodyLimit, true],
    [bodyLimit + 1, false],
    [3 * bodyLimit, false],
  ])('of %i bytes is kept: %s', async (length, isKept) => {
    const piece = Buffer.alloc(1000, 'x');
    const pieces = Array.from({ length: Math.ceil(length / 1000) }, (_, i) => piece.subarray(0, length - i * 1000));
    expect((await readRequest(message(pieces))).body?.length).toBe(isKept ? length : undefined);
  });

  test('takes no more memory when its pieces are one byte long', async () => {
    let taken = 0;
    async function* pieces() {
      const before = bytesInUse();
      for (let i = 0; i < 200_000; i++) {
        yield Buffer.from('x');
        // The stream frees no memory before the next turn of the event loop.
        if (i % 1000 === 0) await setImmediate();
      }
      taken = bytesInUse() - before;
    }
    await readRequest(message(pieces()));
    expect(taken).toBeLessThan(5_000_000);
  });
});

test.each([
  ['/runs?q=a%20b', '/runs', 'a b'],
  ['http://tfe.example.com/runs?q=x', '/runs', 'x'],
  ['/runs', '/runs', null],
  ['/?q=%zz', '/', '%zz'],
])('%s is split into path and query', async (url, path, q) => {
  const request = await readRequest(message([], url));
  expect({ path: request.path, q: request.query.get('q') }).toEqual({ path, q });
});
