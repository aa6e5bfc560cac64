import { describe, expect, test } from 'vitest';
import { type IncludePath, type RunPageWith, resolve } from './index.ts';
import { example, responseOf, stubbedClient } from './testing/stub.ts';

function full() {
  return example('everything-included') as RunPageWith<'workspace.organization.owners'>;
}

describe('resolve', () => {
  test('gives each run its workspace, its organization and its owners', () => {
    const page = full();
    for (const [index, run] of resolve(page).entries()) {
      const source = page.data[index];
      expect(run).toMatchObject(source as object);
      expect(run.workspace?.id).toBe(source?.relationships.workspace.data.id);
      expect(run.workspace?.attributes.name).toEqual(expect.any(String));
      expect(run.workspace?.organization?.id).toBe(run.workspace?.relationships?.organization?.data.id);
      expect(run.workspace?.organization?.owners?.map(({ type }) => type)).toContain('users');
    }
  });

  test('can be written as JSON, and read again', () => {
    const runs = resolve(full());
    expect(JSON.parse(JSON.stringify(runs))).toEqual(runs);
  });

  test('does not change the page', () => {
    const page = full();
    resolve(page);
    expect(page).toEqual(full());
  });

  test.each<
    [
      'workspaces' | 'organizations' | 'users',
      (run: ReturnType<typeof resolve<IncludePath>>[number]) => unknown,
      unknown,
    ]
  >([
    ['workspaces', (run) => (run as never as { workspace?: unknown }).workspace, undefined],
    [
      'organizations',
      (run) => (run as never as { workspace: { organization?: unknown } }).workspace.organization,
      undefined,
    ],
    [
      'users',
      (run) => (run as never as { workspace: { organization: { owners: unknown } } }).workspace.organization.owners,
      [],
    ],
  ])('without %s in the response, they are undefined or empty', (type, pick, expected) => {
    const page = full();
    page.included = (page.included ?? []).filter((resource) => resource.type !== type);
    for (const run of resolve(page)) expect(pick(run as never)).toEqual(expected);
  });

  test('is undefined where a relationship is missing or null', () => {
    const page = full() as { data: { relationships?: unknown }[] } & ReturnType<typeof full>;
    const relations = [undefined, {}, { workspace: {} }, { workspace: { data: null } }];
    page.data = relations.map((relationships) => ({ ...page.data[0], relationships })) as never;
    expect(resolve(page).map(({ workspace }) => workspace)).toEqual(relations.map(() => undefined));
  });

  test('gives undefined owners if the organization has no relationship `owners`', () => {
    const page = full();
    for (const { relationships } of page.included ?? []) delete (relationships as { owners?: unknown })?.owners;
    for (const { workspace } of resolve(page)) expect(workspace?.organization).toHaveProperty('owners', undefined);
  });

  test('returns an empty list for an empty page, and plain runs if nothing was requested', () => {
    expect(resolve(example('empty-page'))).toEqual([]);
    expect(resolve(example('single-page'))).toEqual(example('single-page').data);
  });

  test('distinguishes resources of different types with the same ID', () => {
    const page = full();
    for (const resource of page.included ?? []) if (resource.type === 'users') resource.id = 'same';
    page.included?.unshift({ ...page.included[0], type: 'organizations', id: 'same' } as never);
    expect(resolve(page)).toHaveLength(page.data.length);
  });

  test('iterate returns the same runs', async () => {
    const { client } = stubbedClient([responseOf('everything-included')]);
    const next = await client.iterate({ include: ['workspace.organization.owners'] }).next();
    expect(next.value).toEqual(resolve(full())[0]);
  });
});
