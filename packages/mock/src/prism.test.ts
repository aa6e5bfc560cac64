// Prism's own validation does not run in the mock. This is the proof that nothing is lost: the mock rejects every request
// that Prism rejects, except for what real clients send and the platform accepts (decisions/0009).
import { createLogger } from '@stoplight/prism-core';
import { createServer } from '@stoplight/prism-http-server';
import { type Sent, send } from '@tfe-admin-runs/testing/send';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readOperations } from './files.ts';
import { startMock } from './index.ts';
import { requests } from './testing/requests.ts';
import { forceCancelPath, runs, type } from './testing/table.ts';

let mockUrl: string;
let prismUrl: string;
let close: () => Promise<unknown>;

beforeAll(async () => {
  // Prism prints what it did not expect.
  vi.spyOn(console, 'error').mockReturnValue();
  const mock = await startMock();
  // A copy, because Prism changes the operations that it is given.
  const prism = createServer(structuredClone(readOperations()), {
    components: { logger: createLogger('prism', { level: 'silent' }) },
    cors: false,
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
  });
  mockUrl = mock.url;
  prismUrl = await prism.listen(0, '127.0.0.1');
  close = () => Promise.all([mock.close(), prism.close()]);
});
afterAll(() => close());

async function isRejected(url: string, sent: Sent): Promise<boolean> {
  return (await send(url, sent)).status >= 400;
}

/** Prism never responds to a body that is not JSON, nor to a path with a broken escape. */
async function isRejectedByPrism(sent: Sent): Promise<boolean> {
  return isMalformed(sent) || isRejected(prismUrl, sent);
}

function isMalformed({ path, body }: Sent): boolean {
  try {
    decodeURIComponent(path.replace(/\?.*/, ''));
    if (body) JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}

const token = { authorization: 'Bearer any' };

function list(query: string, headers: Record<string, string> = {}): Sent {
  return { path: `${runs}${query}`, headers: { ...token, ...headers } };
}

const leniencies: Record<string, Sent> = {
  'a trailing comma in a list': list('?filter[status]=pending,'),
  'blanks in a list': list('?include=+workspace'),
  'a bare + in an offset': list('?filter[from]=2026-01-01T00:00:00+02:00'),
  'a leap second in an offset': list('?filter[to]=2016-12-31T18:59:60-05:00'),
  'the scheme of a token in any case': list('', { authorization: 'bearer any' }),
  'any Accept': list('', { accept: 'application/json' }),
  HEAD: { ...list(''), method: 'HEAD' },
  'any body of GET': { ...list('', { 'content-length': '1' }), body: '{' },
  'a broken parameter of the content type': {
    method: 'POST',
    path: forceCancelPath,
    headers: { ...token, 'content-type': `${type}; charset="`, 'content-length': '2' },
    body: '{}',
  },
};

test.each(Object.entries(leniencies))('the mock accepts %s, and Prism does not', async (_name, sent) => {
  expect(await isRejected(mockUrl, sent)).toBe(false);
  expect(await isRejectedByPrism(sent)).toBe(true);
  expect(await isRejected(prismUrl, forPrismOf(sent))).toBe(false);
});

/** The same request without any leniency. */
function forPrismOf({ method = 'GET', path, headers = {}, body }: Sent): Sent {
  const { authorization = '', 'content-type': contentType } = headers;
  const [pathname = ''] = path.split('?', 1);
  const query = new URLSearchParams(path.slice(pathname.length));
  const strict = [...query].map(([name, value]) => [name, valueForPrism(name, value)]);
  const target = pathname + (strict.length > 0 ? `?${new URLSearchParams(strict)}` : '');
  const strictToken = { authorization: authorization.replace(/^bearer/i, 'Bearer') };
  if (method !== 'POST') return { path: target, headers: strictToken };
  return {
    method,
    path: target,
    headers: { ...strictToken, ...(contentType !== undefined && { 'content-type': contentType.replace(/;.*/, '') }) },
    ...(body !== undefined && { body }),
  };
}

function valueForPrism(name: string, value: string): string {
  if (name === 'filter[from]' || name === 'filter[to]') return dateForPrism(value);
  if (name !== 'filter[status]' && name !== 'include') return value;
  const items = value.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '').join(',');
}

function dateForPrism(text: string): string {
  const date = text.toUpperCase().replace(/ (?=\d\d:\d\d$)/, '+');
  const isLeapSecond = date.includes(':60');
  if (!isLeapSecond) return date;
  const secondBefore = new Date(date.replace(':60', ':59'));
  return secondBefore.toISOString().replace(':59.', ':60.');
}

test('the mock rejects whatever Prism rejects, leniencies aside, in some thousand requests', async () => {
  const seen = {
    'rejected by both': 0,
    'accepted by both': 0,
    'rejected by the mock alone': 0,
    'accepted leniently': 0,
  };
  await fc.assert(
    fc.asyncProperty(requests, async (sent) => {
      const [byMock, byPrism] = await Promise.all([isRejected(mockUrl, sent), isRejectedByPrism(sent)]);
      if (byMock) seen[byPrism ? 'rejected by both' : 'rejected by the mock alone']++;
      else seen[byPrism ? 'accepted leniently' : 'accepted by both']++;
      if (byPrism && !byMock) expect(await isRejected(prismUrl, forPrismOf(sent))).toBe(false);
    }),
    { numRuns: 3000 },
  );
  console.log(seen);
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
