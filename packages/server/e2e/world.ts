import fc from 'fast-check';
import type { NewRun } from '../src/index.ts';

export const statuses = 'pending planning planned applying applied errored canceled policy_override policy_soft_failed'
  .split(' ')
  // A status of the platform that its admin page does not list, and an unknown one.
  .concat('post_plan_running', 'force_canceled', 'assessed', 'planned_and_saved', 'constructor', 'brand_new');

export const finalStatuses = ['applied', 'errored', 'canceled', 'policy_soft_failed', 'force_canceled', 'assessed'];

/** The clock of the server under test. */
export const now = Date.parse('2026-06-15T12:00:00.500Z');

/** A run of the model, with its workspace and organization. */
export interface ModelRun {
  id: string;
  status: string;
  createdAt: number;
  workspace: string;
  organization: string;
  email: string;
  vcs: string | null;
  owners: string[];
}

/** Few and short, so that some names contain others, with every character that is special in SQL, URLs and `like`. */
const pieces = ['a', 'B', 'net', '%', '_', '\\', "'", '"', '/', ' ', '+', '&', '#', 'Ä', 'ß', '界', '😀', 'İ', '-'];
const name = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/);

const organization = fc.record({
  name,
  email: fc.oneof(name, fc.constant('Ops@Example.com')),
  owners: fc.uniqueArray(fc.constantFrom('amara', 'BO', "o'neil", 'ü_%'), { maxLength: 3 }),
  workspaces: fc.uniqueArray(fc.record({ name, vcs: fc.option(fc.tuple(name, name).map((both) => both.join('/'))) }), {
    selector: (workspace) => workspace.name,
    minLength: 1,
    maxLength: 3,
  }),
});

/** Ages are often equal, so that the order of runs of the same instant is tested. */
const age = fc.oneof(fc.constantFrom(0, 1, 1000, 86_400_000), fc.integer({ min: 0, max: 90 * 86_400_000 }));

export const world = fc
  .tuple(
    fc.uniqueArray(organization, { selector: (each) => each.name, minLength: 1, maxLength: 4 }),
    fc.uniqueArray(fc.record({ id, status: fc.constantFrom(...statuses), age, place: fc.nat(), room: fc.nat() }), {
      selector: (run) => run.id,
      maxLength: 45,
    }),
  )
  .map(([organizations, runs]) =>
    runs.map((run): ModelRun => {
      const { name: organization, email, owners, workspaces } = at(organizations, run.place);
      const { name: workspace, vcs } = at(workspaces, run.room);
      const { id, status } = run;
      return { id, status, workspace, organization, email, vcs, owners, createdAt: now - run.age };
    }),
  );

export function newRunOf({ createdAt, ...rest }: ModelRun): NewRun {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}

export function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/** The values of query parameters, before they are encoded. Absent ones are not sent. */
export interface QueryInput {
  q?: string;
  status?: string;
  from?: { micros: number; text: string };
  to?: { micros: number; text: string };
  number?: string;
  size?: string;
  include?: string;
  noise?: string;
}

/** An instant near the creation of a run, with fractions of a millisecond, in any form of RFC 3339. */
function instant(runs: ModelRun[]) {
  return fc
    .record({
      base: fc.constantFrom(now, ...runs.map(({ createdAt }) => createdAt)),
      shift: fc.constantFrom(0, 0, 1, -1, 300, -300, 1000, -1000, 3_600_000_000),
      offset: fc.integer({ min: -1439, max: 1439 }),
      zulu: fc.constantFrom('Z', 'z', undefined),
      t: fc.constantFrom('T', 't'),
      // An unescaped + arrives as a blank.
      plus: fc.constantFrom('%2B', '+'),
    })
    .map(({ base, shift, offset, zulu, t, plus }) => {
      const micros = base * 1000 + shift;
      const minutes = zulu ? 0 : offset;
      const local = new Date(Math.floor(micros / 1000) + minutes * 60_000).toISOString().slice(0, -1);
      const below = String(micros - Math.floor(micros / 1000) * 1000).padStart(3, '0');
      const two = (n: number) => String(n).padStart(2, '0');
      const size = Math.abs(minutes);
      const sign = minutes < 0 ? '-' : plus;
      const zone = zulu ?? `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      return { micros, text: `${local.replace('T', t)}${below === '000' ? '' : below}${zone}` };
    });
}

const page = fc.constantFrom('0', '1', '2', '3', '-1', '999', '007', '99999999999999999999', '-99999999999999999999');
const pageSize = fc.constantFrom('0', '1', '2', '7', '100', '101', '-5', '99999999999999999999999', '');
const paths = ['workspace', 'workspace.organization', 'workspace.organization.owners'];
const status = fc.constantFrom(...statuses, 'nonsense', ' applied ', 'APPLIED', '', '__proto__', "'; drop table runs");

export function queryInput(runs: ModelRun[]): fc.Arbitrary<QueryInput> {
  const names = runs.flatMap((run) => [run.id, run.workspace, run.organization, run.email, run.vcs ?? '']);
  const part = fc
    .tuple(fc.constantFrom('', ...names), fc.nat(3), fc.nat(8), fc.constantFrom('as is', 'up', 'down'))
    .map(([text, start, length, how]) => {
      const piece = [...text].slice(start, start + length).join('');
      return how === 'up' ? piece.toUpperCase() : how === 'down' ? piece.toLowerCase() : piece;
    });
  return fc.record(
    {
      q: fc.oneof(part, name, fc.constantFrom('', ...runs.map(({ id }) => id))),
      status: fc.array(status, { maxLength: 4 }).map((list) => list.join(',')),
      from: instant(runs),
      to: instant(runs),
      number: page,
      size: pageSize,
      include: fc.array(fc.constantFrom(...paths, '', ` ${paths[1]} `), { maxLength: 3 }).map((list) => list.join(',')),
      noise: fc.constant('x[y]=1&x[y]=%32&q2'),
    },
    { requiredKeys: [] },
  );
}
