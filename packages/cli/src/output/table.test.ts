import { PassThrough } from 'node:stream';
import { printable, printableJson } from '@tfe-admin-runs/command';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Output } from '../host.ts';
import { formatTable } from './table.ts';
import { cutMiddle } from './text.ts';

type Row = Record<'id' | 'name' | 'repository', string>;
const columns = [
  { title: 'ID', cell: ({ id }: Row) => id },
  { title: 'NAME', cell: ({ name }: Row) => name, canShrink: true },
  { title: 'REPOSITORY', cell: ({ repository }: Row) => repository, canShrink: true },
];

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const id = fc.stringMatching(/^run-[\w-]{1,20}$/);
const rows = fc.array(fc.record({ id, name: text, repository: text }), { minLength: 1, maxLength: 8 });

function terminal(width: number): Output {
  return Object.assign(new PassThrough(), { isTTY: true, columns: width, getColorDepth: () => 1 });
}

describe('a table', () => {
  test('fits a terminal that has room for the IDs, and cuts none of them', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 50, max: 200 }), async (rows, width) => {
        const lines = (await formatTable(columns, rows, terminal(width))).split('\n');
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.slice(1, -1).map((line) => line.split(' ')[0])).toEqual(rows.map(({ id }) => id));
      }),
    );
  });

  test('cuts no ID of a terminal that is too narrow', async () => {
    const row = { id: 'run-12345678', name: 'a', repository: 'b' };
    const [, line] = (await formatTable(columns, [row], terminal(5))).split('\n');
    expect(line).toMatch(/^run-12345678 /);
  });

  test('in a pipe has one line for each row, and whole cells with tabs between', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const lines = (await formatTable(columns, rows, new PassThrough())).split('\n').slice(0, -1);
        const cells = rows.map(({ id, name, repository }) => [id, printable(name), printable(repository)]);
        expect(lines.map((line) => line.split('\t'))).toEqual(cells);
      }),
    );
  });
});

/** What a terminal or a reader takes for something else than text. */
const commanding = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

describe('a text', () => {
  test('that is cut keeps both ends, and is as wide as it may be', () => {
    expect(cutMiddle('organization/workspace', 11)).toBe('organ…space');
    expect(cutMiddle('日本語のワークスペース', 11)).toBe('日本…ペース');
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 70 }), (name, width) => {
        expect(stringWidth(cutMiddle(name, width))).toBeLessThanOrEqual(Math.max(width, 1));
      }),
    );
  });

  test('has no character that commands a terminal, reorders or forges a line', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(anything, (name) => {
        expect(printable(name)).not.toMatch(commanding);
        const json = printableJson(JSON.stringify({ name }));
        expect(json).not.toMatch(commanding);
        expect(JSON.parse(json)).toEqual({ name });
      }),
    );
  });
});
