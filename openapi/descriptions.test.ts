import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const document: Json = JSON.parse(readFileSync(new URL('dist/openapi.json', import.meta.url), 'utf8'));

/** Every text for readers, with its JSON pointer. */
function* descriptions(value: Json, pointer = '', key = ''): Generator<[pointer: string, text: string]> {
  if (typeof value === 'string' && ['summary', 'description'].includes(key)) yield [pointer, value];
  if (value === null || typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) yield* descriptions(child, `${pointer}/${key}`, key);
}

// A member of an example may be called `description` too.
const texts = [...descriptions(document)].filter(([pointer]) => !pointer.includes('/value/'));

describe('the descriptions', () => {
  it.each(texts)('name no extension, because the reference does not show it: %s', (_pointer, text) => {
    expect(text).not.toMatch(/\bx-[a-z]/);
  });

  it.each(texts)("have notes about the vendor's page after their subject: %s", (_pointer, text) => {
    for (const section of text.split(/^# .*$/m)) {
      const areNotes = section
        .trim()
        .split(/\n\s*\n/)
        .map(isVendorNote);
      expect(areNotes[0]).toBe(false);
      expect(areNotes).toEqual([...areNotes.filter((isNote) => !isNote), ...areNotes.filter((isNote) => isNote)]);
    }
  });
});

function isVendorNote(paragraph: string): boolean {
  return /^\(.*\bvendor's\b.*\)$/s.test(paragraph);
}
