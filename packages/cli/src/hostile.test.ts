// An installation that responds with anything: nothing crashes, no terminal is commanded, and no token is lost.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const env = { TFE_ADDRESS: 'https://tfe.example.com', TFE_TOKEN: 'a-secret-token' };
const commands = [
  'counts',
  'list',
  'list --json',
  'stuck',
  'show run-a',
  'show run-a --json',
  'doctor',
  'force-cancel run-a run-b --yes --comment x',
  'force-cancel --stuck --yes --comment x --keep-going',
];

const evil = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '\u001b[2J\u001b]0;title\u0007',
    'a\nb',
    '\u202eevil',
    '../../x',
    'a-secret-token',
    '',
    'constructor',
    '__proto__',
  ),
);
const anything = fc.oneof(evil, fc.integer(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }));
const timestamp = fc.oneof(
  anything,
  fc.constantFrom('2026-01-14T00:00:00Z', '+275760-09-13T00:00:00Z', '1-1-1', 'now'),
);
const run = fc.record(
  {
    id: fc.oneof(fc.constantFrom('run-a', 'run-b'), evil),
    type: fc.constant('runs'),
    attributes: fc.record(
      {
        status: fc.oneof(fc.constantFrom('planning', 'applying', 'applied', 'new_status'), anything),
        'created-at': timestamp,
        'status-timestamps': fc.oneof(anything, fc.record({ 'planning-at': timestamp }, { requiredKeys: [] })),
        'has-changes': anything,
      },
      { requiredKeys: [] },
    ),
    relationships: fc.oneof(anything, fc.constant({ workspace: { data: { id: 'ws-a', type: 'workspaces' } } })),
  },
  { requiredKeys: ['id'] },
);
const workspace = fc.record({
  id: fc.constant('ws-a'),
  type: fc.constant('workspaces'),
  attributes: fc.oneof(
    anything,
    fc.record({ name: evil, locked: anything, 'vcs-repo': fc.oneof(anything, fc.record({ identifier: evil })) }),
  ),
  relationships: fc.oneof(
    anything,
    fc.record({ organization: fc.record({ data: fc.record({ id: evil, type: fc.constant('organizations') }) }) }),
  ),
});
const page = fc.oneof(
  anything,
  fc.record(
    {
      data: fc.oneof({ weight: 4, arbitrary: fc.array(run, { maxLength: 3 }) }, anything),
      included: fc.oneof({ weight: 4, arbitrary: fc.array(workspace, { maxLength: 2 }) }, anything),
      meta: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.constant({
            pagination: { 'next-page': null, 'total-count': 2 },
            'status-counts': { total: 2, planning: 2 },
          }),
        },
        anything,
      ),
    },
    { requiredKeys: [] },
  ),
);
const response = fc.record({ body: page, status: fc.constantFrom(200, 200, 200, 200, 404, 500), requestId: evil });

describe('whatever an installation responds', () => {
  test.each(commands)('%s ends in order', async (command) => {
    await fc.assert(
      fc.asyncProperty(response, fc.boolean(), async ({ body, status, requestId }, isTerminal) => {
        const asked: string[] = [];
        const ran = await runCli(`${command} --verbose`.split(' '), {
          env,
          ...(isTerminal && { columns: 80 }),
          async fetch({ url, method }) {
            asked.push(`${method} ${new URL(url).pathname}`);
            const headers = new Headers({ 'Content-Type': 'application/vnd.api+json', 'Retry-After': '0.001' });
            if (/^[\x21-\x7e]+$/.test(requestId)) headers.set('X-Request-Id', requestId);
            return new Response(JSON.stringify(body), { status, headers });
          },
        });
        expect([0, 2, 5, 6]).toContain(ran.code);
        const text = ran.stdout + ran.stderr.replaceAll('\r\x1b[K', '');
        expect(text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        if (!JSON.stringify(body).includes(env.TFE_TOKEN) && requestId !== env.TFE_TOKEN)
          expect(text).not.toContain(env.TFE_TOKEN);
        const allowed = /^(GET \/api\/v2\/admin\/runs|POST \/api\/v2\/admin\/runs\/[\w-]+\/actions\/force-cancel)$/;
        // Whatever was done is reported.
        if (asked.some((request) => request.startsWith('POST')))
          expect(ran.stderr).toMatch(/^\d+ (done|refused|failed|in doubt)/m);
        for (const request of asked) expect(request).toMatch(allowed);
      }),
      { numRuns: 60 },
    );
  });
});
