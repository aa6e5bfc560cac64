import { afterAll, describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { violations } from './document.ts';
import { openTarget } from './target.ts';

const target = await openTarget();
const leftOut: string[] = [];

afterAll(async () => {
  await target.close();
  console.log(
    [
      `contract: ${cases.length - leftOut.length} cases ran against ${target.name}, ${leftOut.length} left out`,
      ...leftOut,
    ].join('\n  '),
  );
});

describe(`the contract, against ${target.name}`, () => {
  for (const { name, method = 'GET', path, headers, body, anonymous, status, error } of cases) {
    test(name, async ({ skip }) => {
      const runId = method === 'POST' ? target.runIds?.next().value : undefined;
      if (method === 'POST' && !runId) {
        leftOut.push(`${name}: no run left in CONTRACT_RUN_IDS that may be force-canceled`);
        return skip('no run that may be force-canceled');
      }
      const wirePath = path.replace('{run_id}', runId ?? '');
      const response = await fetch(target.url + wirePath, {
        method,
        headers: { ...(!anonymous && { Authorization: `Bearer ${target.token}` }), ...headers },
        // Bytes, for `fetch` gives a string a content type of its own.
        ...(body !== undefined && { body: new TextEncoder().encode(body) }),
      });
      const text = await response.text();

      expect({ status: response.status, text }).toMatchObject({ status });
      expect(response.headers.get('Content-Type')).toMatch(/^application\/vnd\.api\+json(;|$)/);
      const document = JSON.parse(text);
      expect(violations(method, wirePath.split('?', 1)[0] ?? '', status, document)).toBeUndefined();
      if (status >= 400) expect(document.errors[0]).toMatchObject({ status: String(status), ...error });
      const reset = response.headers.get('X-RateLimit-Reset');
      if (reset !== null) expect(Number.parseFloat(reset)).not.toBeNaN(); // go-tfe ends the process on anything else
    });
  }
});
