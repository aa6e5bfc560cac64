import { type Json, shared } from './chapter.ts';

/**
 * Returns a copy of a document that also has the chapter. Components that both share stay as the document has them.
 *
 * @throws if a path, an operation ID or the name of a component is already taken; the message lists all of them
 */
export function mergeChapter(document: Json, chapter: Json): Json {
  const clashes = [
    ...pathClashes(document, chapter),
    ...idClashes(document, chapter),
    ...nameClashes(document, chapter),
  ];
  if (clashes.length > 0) throw new Error(`The document already has\n  ${clashes.join('\n  ')}`);

  const sections = Object.entries(chapter.components).map(([section, own]) => {
    return [section, { ...(own as object), ...document.components[section] }];
  });
  return {
    ...document,
    tags: [...(document.tags ?? []), ...chapter.tags],
    paths: { ...document.paths, ...chapter.paths },
    components: { ...document.components, ...Object.fromEntries(sections) },
  };
}

function pathClashes(document: Json, chapter: Json): string[] {
  // `/admin/runs/{id}` and `/admin/runs/{run_id}` are the same path.
  const taken = new Set(Object.keys(document.paths).map(withoutNames));
  return Object.keys(chapter.paths).filter((path) => taken.has(withoutNames(path)));
}

function withoutNames(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}

function idClashes(document: Json, chapter: Json): string[] {
  const taken = new Set(operationIds(document));
  return operationIds(chapter).filter((id) => taken.has(id));
}

function operationIds({ paths }: Json): string[] {
  const operations = Object.values<Json>(paths).flatMap((item) => Object.values<Json>(item));
  return operations.flatMap(({ operationId }) => operationId ?? []);
}

function nameClashes(document: Json, chapter: Json): string[] {
  const inComponents = Object.entries<Json>(chapter.components).flatMap(([section, own]) =>
    Object.keys(own)
      .filter((name) => document.components[section]?.[name] && !shared[section]?.includes(name))
      .map((name) => `components.${section}.${name}`),
  );
  const tags = (document.tags ?? []).map(({ name }: Json) => name);
  const inTags = chapter.tags
    .filter(({ name }: Json) => tags.includes(name))
    .map(({ name }: Json) => `the tag ${name}`);
  return [...inComponents, ...inTags];
}
