/** Control characters, and those that reorder or hide text: they could command a terminal, or forge a line. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of others without what a terminal must not get. */
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
