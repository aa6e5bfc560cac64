import stringWidth from 'string-width';

const ellipsis = '…';

/** Cuts a text in the middle, so that it takes at most `width` columns: names often differ at either end. */
export function cutMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
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
