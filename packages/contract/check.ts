import { violations } from '@tfe-admin-runs/testing/document';
import { expect } from 'vitest';
import type { Case } from './cases.ts';
import type { Target } from './target.ts';

interface Resource {
  type: string;
  id: string;
  relationships?: Record<string, { data: Resource | Resource[] | null }>;
}

/** Sends the request of a case to a target, and checks the response. */
export async function check({ method = 'GET', headers, body, as, status, error }: Case, target: Target, path: string) {
  const token = {
    'no token': undefined,
    'unknown token': 'not-a-token',
    'user token': target.userToken,
    'admin token': target.token,
  }[as ?? 'admin token'];
  const response = await fetch(target.url + path, {
    method,
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...headers },
    // Bytes, because `fetch` sets a content type for a string.
    ...(body !== undefined && { body: new TextEncoder().encode(body) }),
  });
  const text = await response.text();

  expect({ status: response.status, text }).toMatchObject({ status });
  expect(response.headers.get('Content-Type')).toMatch(/^application\/vnd\.api\+json(;|$)/);
  const document = JSON.parse(text);
  expect(violations(method, path, status, document)).toBeUndefined();
  if (status === 200) expect(missingResources(document, path)).toEqual([]);
  if (status >= 400) {
    // It is not known whether the platform sends `source`.
    const { source, ...known } = error ?? {};
    expect(document.errors[0]).toMatchObject({ status: String(status), ...(target.real ? known : error) });
  }
  const reset = response.headers.get('X-RateLimit-Reset');
  if (reset !== null) expect(Number.parseFloat(reset)).not.toBeNaN(); // go-tfe ends the process on anything else
}

/** The resources on the paths of the request's `include` that the document's `included` lacks, as `type id`. */
function missingResources(document: { data: Resource[]; included?: Resource[] }, path: string): string[] {
  const include = new URL(path, 'http://localhost').searchParams.get('include') ?? '';
  const included = new Map(document.included?.map((resource) => [keyOf(resource), resource]));
  const missing: string[] = [];
  for (const names of include.split(',').filter((names) => names !== '')) {
    let resources = document.data;
    for (const name of names.split('.')) {
      const keys = resources.flatMap(({ relationships }) => relationships?.[name]?.data ?? []).map(keyOf);
      missing.push(...keys.filter((key) => !included.has(key)));
      resources = keys.flatMap((key) => included.get(key) ?? []);
    }
  }
  return missing;
}

function keyOf({ type, id }: Resource): string {
  return `${type} ${id}`;
}
