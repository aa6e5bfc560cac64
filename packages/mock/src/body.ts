import type { Fault } from './errors.ts';
import type { Operation } from './operations.ts';
import { compile, type Schema, suggestion, type Violation, wanted } from './schema.ts';

/** Media types that the operation takes; empty if it takes no body, and then the content type does not matter. */
export const bodyTypes = (operation: Operation): string[] =>
  (operation.request?.body?.contents ?? []).map((content) => content.mediaType);

/** Compiles the body's schema; the function lists what is wrong with a body, undefined standing for none. */
export const createBodyCheck = (operation: Operation): ((body: unknown) => Fault[]) => {
  const { contents: [content] = [], required = false } = operation.request?.body ?? {};
  if (!content?.schema) return () => [];
  const validate = compile(content.schema);
  return (body) => {
    if (body !== undefined) return explain(validate(body));
    return required ? [{ detail: 'the body is missing', source: { pointer: '' } }] : [];
  };
};

/** A union reports the faults of every branch: keeps those of the branches that came furthest, in one fault a place. */
const explain = (violations: Violation[]): Fault[] => {
  const plain = violations.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
  const inside = plain.filter(({ keyword, instancePath }) => !(keyword === 'type' && instancePath === ''));
  const kept = inside.length > 0 ? inside : plain;
  return [...new Set(kept.map(pointerOf))].map((pointer) => ({
    detail: detailOf(
      pointer,
      kept.filter((violation) => pointerOf(violation) === pointer),
    ),
    source: { pointer },
  }));
};

const pointerOf = ({ instancePath, params }: Violation): string => {
  const member: string | undefined = params.additionalProperty ?? params.missingProperty;
  return member === undefined ? instancePath : `${instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
};

const detailOf = (pointer: string, group: Violation[]): string => {
  const name = pointer === '' ? 'the body' : pointer.slice(1);
  const [{ keyword, parentSchema = {} } = {} as Violation] = group;
  if (keyword === 'required') return `${name} is missing`;
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema.properties ?? {});
    return `${name} is not known here${suggestion(name, known) || `; known: ${known.join(', ')}`}`;
  }
  return `${name} must be ${group.map(({ parentSchema: schema = {} }) => wanted(schema as Schema)).join(' or ')}`;
};
