import stringWidth from 'string-width';

/** Control characters, and those that reorder or hide text: they could command a terminal, or forge a line. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of the installation without what a terminal must not get. */
export function printable(text: string): string {
  return text.replace(unprintable, '');
}

/** JSON whose strings have no character that a terminal could obey. Line breaks of the formatting remain. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (character) => (character === '\n' ? character : escapeCharacter(character)));
}

/** A character as JSON escapes it: one or two UTF-16 code units. */
function escapeCharacter(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

const ellipsis = '…';
const segmenter = new Intl.Segmenter();

/** Cuts a text in the middle, so that it takes at most `width` columns: both ends of a name tell it from others. */
export function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = [...segmenter.segment(text)].map(({ segment }) => segment);
  const room = width - stringWidth(ellipsis);
  const head = takeFitting(characters, Math.ceil(room / 2));
  const tail = takeFitting(characters.toReversed(), room - stringWidth(head.join('')));
  return [...head, ellipsis, ...tail.toReversed()].join('');
}

/** As many of the characters as fit into `width` columns. */
function takeFitting(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => {
    left -= stringWidth(character);
    return left < 0;
  });
  return characters.slice(0, end);
}

/** Fills a text up with blanks. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** `1 run`, `2 runs`, `1,432 runs`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : `${noun}s`}`;
}
